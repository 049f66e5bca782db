using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Interop.Host
{
    /// A request as it came: nothing is decoded here.
    public class Request
    {
        /// A byte is a character, both ways.
        public static readonly Encoding HeadEncoding = Encoding.GetEncoding("iso-8859-1");

        public string Method, Target, Version;
        public readonly List<KeyValuePair<string, string>> Headers = new List<KeyValuePair<string, string>>();
        public byte[] Body = new byte[0];

        public string Path
        {
            get { return Target.Split('?')[0]; }
        }

        public string Query
        {
            get { var at = Target.IndexOf('?'); return at < 0 ? "" : Target.Substring(at + 1); }
        }

        public bool KeepsOpen
        {
            get { return Version == "HTTP/1.1" && !"close".Equals(Header("Connection"), StringComparison.OrdinalIgnoreCase); }
        }

        public string Header(string name)
        {
            foreach (var header in Headers)
                if (header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) return header.Value;
            return null;
        }

        /// The next request of a connection; null at its end.
        public static Request Read(Stream stream)
        {
            var line = ReadLine(stream);
            if (line == null) return null;
            var parts = line.Split(' ');
            if (parts.Length != 3) throw new IOException("not a request line: " + line);
            var request = new Request { Method = parts[0], Target = parts[1], Version = parts[2] };
            while (!string.IsNullOrEmpty(line = ReadLine(stream)))
            {
                var colon = line.IndexOf(':');
                if (colon < 0) throw new IOException("not a header: " + line);
                request.Headers.Add(
                    new KeyValuePair<string, string>(line.Substring(0, colon), line.Substring(colon + 1).Trim()));
            }
            if (request.Header("Transfer-Encoding") != null) throw new IOException("a body without a length");
            var length = request.Header("Content-Length");
            if (length != null) request.Body = ReadBody(stream, int.Parse(length));
            return request;
        }

        static string ReadLine(Stream stream)
        {
            var line = new List<byte>();
            for (var next = stream.ReadByte(); next >= 0; next = stream.ReadByte())
            {
                if (next == '\n') return HeadEncoding.GetString(line.ToArray()).TrimEnd('\r');
                line.Add((byte)next);
            }
            return null;
        }

        static byte[] ReadBody(Stream stream, int length)
        {
            var body = new byte[length];
            for (var have = 0; have < length;)
            {
                var more = stream.Read(body, have, length - have);
                if (more == 0) throw new IOException("the body ended early");
                have += more;
            }
            return body;
        }
    }
}
