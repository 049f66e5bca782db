using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Web.Hosting;

namespace Interop.Host
{
    /// Hands one request to the runtime, and keeps what the runtime answers.
    public class Worker : SimpleWorkerRequest
    {
        readonly Request request;
        readonly MemoryStream body = new MemoryStream();
        readonly ManualResetEvent ended = new ManualResetEvent(false);

        public readonly List<KeyValuePair<string, string>> Headers = new List<KeyValuePair<string, string>>();
        public int Status = 200;
        public string Reason = "OK";

        public byte[] Body
        {
            get { return body.ToArray(); }
        }

        public Worker(Request request) : base(request.Path.TrimStart('/'), request.Query, TextWriter.Null)
        {
            this.request = request;
        }

        public void WaitForEnd()
        {
            if (!ended.WaitOne(TimeSpan.FromSeconds(60))) throw new IOException("the runtime did not answer");
        }

        public override string GetHttpVerbName() { return request.Method; }
        // Of a later version the runtime would write the framing of chunks into the body.
        public override string GetHttpVersion() { return "HTTP/1.0"; }
        public override string GetRawUrl() { return request.Target; }
        public override string GetUriPath() { return Uri.UnescapeDataString(request.Path); }
        public override string GetQueryString() { return request.Query; }
        public override string GetProtocol() { return "http"; }

        // What follows the file is the operation: `/srv.asmx/CreateUser`.
        public override string GetFilePath()
        {
            var path = GetUriPath();
            return path.Substring(0, path.Length - GetPathInfo().Length);
        }

        public override string GetPathInfo()
        {
            var path = GetUriPath();
            var at = path.IndexOf(".asmx/", StringComparison.OrdinalIgnoreCase);
            return at < 0 ? "" : path.Substring(at + ".asmx".Length);
        }

        public override string GetFilePathTranslated()
        {
            return Path.Combine(GetAppPathTranslated(), GetFilePath().TrimStart('/'));
        }

        public override string GetKnownRequestHeader(int index)
        {
            return request.Header(GetKnownRequestHeaderName(index));
        }

        public override string GetUnknownRequestHeader(string name)
        {
            return request.Header(name);
        }

        public override string[][] GetUnknownRequestHeaders()
        {
            var unknown = request.Headers.Where(header => GetKnownRequestHeaderIndex(header.Key) < 0);
            return unknown.Select(header => new[] { header.Key, header.Value }).ToArray();
        }

        public override byte[] GetPreloadedEntityBody() { return request.Body; }
        public override int GetPreloadedEntityBodyLength() { return request.Body.Length; }
        public override int GetTotalEntityBodyLength() { return request.Body.Length; }
        public override bool IsEntireEntityBodyIsPreloaded() { return true; }

        public override void SendStatus(int status, string reason)
        {
            Status = status;
            Reason = reason;
        }

        public override void SendKnownResponseHeader(int index, string value)
        {
            SendUnknownResponseHeader(GetKnownResponseHeaderName(index), value);
        }

        public override void SendUnknownResponseHeader(string name, string value)
        {
            Headers.Add(new KeyValuePair<string, string>(name, value));
        }

        public override void SendResponseFromMemory(byte[] data, int length)
        {
            body.Write(data, 0, length);
        }

        public override void FlushResponse(bool finalFlush) { }

        public override void EndOfRequest()
        {
            ended.Set();
        }
    }
}
