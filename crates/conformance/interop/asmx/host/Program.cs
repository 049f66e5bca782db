using System;
using System.Web.Hosting;

namespace Interop.Host
{
    /// Runs the site of a folder on a port of its own, says its address, and ends when standard input does.
    public static class Program
    {
        public static void Main(string[] args)
        {
            // The server lives in the application's own domain, where the runtime expects whoever hands it requests.
            var server = (Server)ApplicationHost.CreateApplicationHost(typeof(Server), "/", args[0]);
            Console.WriteLine("http://127.0.0.1:" + server.Start());
            while (Console.In.ReadLine() != null) { }
            Environment.Exit(0);
        }
    }
}
