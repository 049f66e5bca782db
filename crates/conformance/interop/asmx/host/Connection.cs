using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Web;

namespace Interop.Host
{
    /// One connection: requests are answered one after the other. As hosts of this runtime do, it speaks HTTP/1.0, keeps
    /// the connection open when asked, and closes it after any 500 and after some answers.
    public class Connection
    {
        const int Answers = 100;

        static readonly ConcurrentDictionary<string, object> sessions = new ConcurrentDictionary<string, object>();

        readonly TcpClient client;

        public Connection(TcpClient client)
        {
            this.client = client;
        }

        public void Serve()
        {
            try
            {
                client.NoDelay = true;
                using (var stream = client.GetStream())
                {
                    var input = new BufferedStream(stream);
                    for (var left = Answers - 1; ; left--)
                    {
                        var request = Request.Read(input);
                        if (request == null) return;
                        var worker = new Worker(request);
                        // The runtime carries out the calls of a session one after the other. Those that wait for that
                        // in its own queue find the session gone, once in some thousands, so they wait here.
                        var cookie = request.Header("Cookie");
                        lock (cookie == null ? new object() : sessions.GetOrAdd(cookie, _ => new object()))
                        {
                            HttpRuntime.ProcessRequest(worker);
                            worker.WaitForEnd();
                        }
                        var keepsOpen = request.KeepsOpen && worker.Status != 500 && left > 0;
                        Write(stream, worker, keepsOpen, left);
                        if (!keepsOpen) return;
                    }
                }
            }
            catch (IOException)
            {
                // The client went away.
            }
            catch (Exception error)
            {
                Console.Error.WriteLine(error);
            }
            finally
            {
                client.Close();
            }
        }

        /// The head says the length of the body as it is, so that nothing here depends on how the runtime framed it.
        static void Write(Stream stream, Worker worker, bool keepsOpen, int left)
        {
            var head = new StringBuilder();
            head.Append("HTTP/1.0 ").Append(worker.Status).Append(' ').Append(worker.Reason).Append("\r\n");
            head.Append("Date: ").Append(DateTime.UtcNow.ToString("r", CultureInfo.InvariantCulture)).Append("\r\n");
            foreach (var header in worker.Headers)
            {
                var framing = header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
                    || header.Key.Equals("Connection", StringComparison.OrdinalIgnoreCase);
                if (!framing) head.Append(header.Key).Append(": ").Append(header.Value).Append("\r\n");
            }
            var body = worker.Body;
            head.Append("Content-Length: ").Append(body.Length).Append("\r\n");
            if (keepsOpen) head.Append("Keep-Alive: timeout=15, max=").Append(left).Append("\r\n");
            head.Append("Connection: ").Append(keepsOpen ? "keep-alive" : "close").Append("\r\n\r\n");
            var bytes = Request.HeadEncoding.GetBytes(head.ToString());
            stream.Write(bytes, 0, bytes.Length);
            stream.Write(body, 0, body.Length);
            stream.Flush();
        }
    }
}
