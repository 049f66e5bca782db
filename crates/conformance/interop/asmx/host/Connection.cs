using System;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Web;

namespace Interop.Host
{
    /// One connection: requests are answered one after the other, for as long as the client keeps it open.
    public class Connection
    {
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
                    for (var request = Request.Read(input); request != null; request = Request.Read(input))
                    {
                        var worker = new Worker(request);
                        HttpRuntime.ProcessRequest(worker);
                        worker.WaitForEnd();
                        Write(stream, worker, request.KeepsOpen);
                        if (!request.KeepsOpen) return;
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
        static void Write(Stream stream, Worker worker, bool keepsOpen)
        {
            var head = new StringBuilder();
            head.Append("HTTP/1.1 ").Append(worker.Status).Append(' ').Append(worker.Reason).Append("\r\n");
            head.Append("Date: ").Append(DateTime.UtcNow.ToString("r", CultureInfo.InvariantCulture)).Append("\r\n");
            foreach (var header in worker.Headers)
            {
                var framing = header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
                    || header.Key.Equals("Connection", StringComparison.OrdinalIgnoreCase);
                if (!framing) head.Append(header.Key).Append(": ").Append(header.Value).Append("\r\n");
            }
            var body = worker.Body;
            head.Append("Content-Length: ").Append(body.Length).Append("\r\n");
            head.Append("Connection: ").Append(keepsOpen ? "keep-alive" : "close").Append("\r\n\r\n");
            var bytes = Request.HeadEncoding.GetBytes(head.ToString());
            stream.Write(bytes, 0, bytes.Length);
            stream.Write(body, 0, body.Length);
            stream.Flush();
        }
    }
}
