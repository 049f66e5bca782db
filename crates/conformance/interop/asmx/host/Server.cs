using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace Interop.Host
{
    /// Takes connections on a free port of the loopback address, each on a thread of its own.
    public class Server : MarshalByRefObject
    {
        public int Start()
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            OnThread(() =>
            {
                while (true)
                {
                    var client = listener.AcceptTcpClient();
                    OnThread(() => new Connection(client).Serve());
                }
            });
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        // The default is to forget an object of another domain after some idle minutes.
        public override object InitializeLifetimeService()
        {
            return null;
        }

        static void OnThread(ThreadStart work)
        {
            new Thread(work) { IsBackground = true }.Start();
        }
    }
}
