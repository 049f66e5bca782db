using System;
using System.Globalization;
using System.Linq;
using System.Web;
using System.Web.SessionState;

namespace Interop.Rescue
{
    /// The same operations as pages of plain text, by GET and by POST, in the same session as the SOAP service.
    public class Pages : IHttpHandler, IRequiresSessionState
    {
        HttpContext context;

        public bool IsReusable
        {
            get { return false; }
        }

        public void ProcessRequest(HttpContext context)
        {
            this.context = context;
            context.Response.ContentType = "text/plain";
            lock (Operations.Lock) context.Response.Write("\n" + Answer(new Operations(context.Session)) + "\n");
        }

        string Answer(Operations operations)
        {
            var authCode = Text("authcode");
            switch (System.IO.Path.GetFileNameWithoutExtension(context.Request.Path).ToLowerInvariant())
            {
                case "login": return operations.Login(Text("email"), Text("pwd"));
                case "logout": return operations.Logout();
                case "requestauthcode":
                {
                    string secret;
                    var code = operations.RequestAuthCode(Text("email"), Text("pwd"), out secret);
                    return secret == null ? code : code + "\n\nAUTHCODE:" + secret;
                }
                case "createuser":
                {
                    int node;
                    var code = operations.CreateUser(authCode, Number("parent"), out node);
                    return code == "OK" ? code + " " + node : code;
                }
                case "setuser_v2":
                    return operations.SetUser(authCode, new Operations.User
                    {
                        Node = Number("node"), Name = Text("name"), Nick = Text("nick"), Email = Text("email"),
                        SsoId = Text("ssoid"), Password = Text("pwd"), Confirmation = Text("confpwd"),
                        OldPassword = Text("oldpwd"), Enabled = OneOf("status", "Enabled", "Disabled"),
                        Description = Text("description"), MobileAddOn = OneOf("mobileaddon", "True", "False"),
                        RpatAddOn = OneOf("rpataddon", "True", "False"),
                    });
                case "setgroup_v2":
                {
                    var group = new Operations.Group
                    {
                        Node = Number("node"), Name = Text("name"), Enabled = OneOf("status", "Enabled", "Disabled"),
                        Description = Text("description"), StandardLimit = Number("standardconcurrentlimit"),
                        MobileLimit = Number("mobileconcurrentlimit"), RpatLimit = Number("rpatconcurrentlimit"),
                    };
                    group.InvalidPermissions = !Permissions("permission", out group.Permissions);
                    group.InvalidLockedPermissions = !Permissions("lockedpermission", out group.LockedPermissions);
                    return operations.SetGroup(authCode, group);
                }
                case "getgroup_v2":
                {
                    Node group;
                    var code = operations.GetGroup(authCode, Number("node"), out group);
                    return group == null ? code : code + "\n\n" + Group(group);
                }
                case "getuser_v3":
                {
                    Node user;
                    var code = operations.GetUser(authCode, Number("node"), Text("email"), out user);
                    return user == null ? code : code + "\n\n" + User(user);
                }
                case "gethierarchy_v2":
                {
                    Node[] nodes;
                    var code = operations.GetHierarchy(
                        authCode, OneOf("isnode", "true", "false"), Number("node"),
                        OneOf("filteroffline", "true", "false"), out nodes);
                    return nodes == null ? code : code + "\n\n" + string.Concat(nodes.Select(Entry));
                }
                case "setreportdate_v2": return operations.SetReportDate(authCode, Date("bdate"), Date("edate"));
                case "getreport_v2":
                {
                    string report;
                    var code = operations.GetReport(authCode, Number("node"), out report);
                    return report == null ? code : code + "\n\n" + report;
                }
                case "getsession_v3":
                {
                    SESSION_V3[] sessions;
                    var code = operations.GetSession(authCode, Number("node"), out sessions);
                    return sessions == null ? code : code + "\n\n" + Reports.Table(sessions);
                }
                default: throw new HttpException(404, "There is no such page.");
            }
        }

        static string Group(Node group)
        {
            return Lines(
                "NODEID", group.Id, "NAME", group.Name, "DESCRIPTION", group.Description, "TYPE", group.Kind,
                "PERMISSIONS", List(group.Permissions), "LOCKEDPERMISSIONS", List(group.LockedPermissions),
                "ISENABLED", group.Enabled, "STANDARDCONCURRENTLIMIT", group.StandardLimit,
                "MOBILECONCURRENTLIMIT", group.MobileLimit, "RPATCONCURRENTLIMIT", group.RpatLimit);
        }

        static string User(Node user)
        {
            return Lines(
                "NODEID", user.Id, "NAME", user.Name, "NICK", user.Nick, "EMAIL", user.Email, "SSOID", user.SsoId,
                "DESCRIPTION", user.Description, "TYPE", user.Kind, "HASMOBILEADDON", user.MobileAddOn,
                "HASRPATADDON", user.RpatAddOn, "ISACCOUNTHOLDER", user.Kind == nodeType.MasterAdministrator,
                "STATUS", Api.State(user));
        }

        static string Entry(Node node)
        {
            return Lines(
                "NodeID", node.Id, "ParentID", node.Parent, "Name", node.Name, "Email", node.Email,
                "Description", node.Description, "Status", Api.State(node), "Type", node.Kind) + "\n";
        }

        static string Lines(params object[] pairs)
        {
            var lines = "";
            for (var at = 0; at < pairs.Length; at += 2) lines += pairs[at] + ":" + pairs[at + 1] + "\n";
            return lines;
        }

        /// A comma stands behind the last one, too.
        static string List(NODE_PERMISSIONS_V2[] permissions)
        {
            return permissions == null ? "" : string.Join(" ", permissions.Select(one => one + ","));
        }

        string Text(string name)
        {
            // Not `Params`, which looks among cookies and the server's variables, too.
            return context.Request.Form[name] ?? context.Request.QueryString[name];
        }

        int? Number(string name)
        {
            int number;
            return int.TryParse(Text(name), out number) ? number : (int?)null;
        }

        DateTime? Date(string name)
        {
            DateTime date;
            var format = "M/d/yyyy H:mm:ss";
            var read = DateTime.TryParseExact(Text(name), format, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
            return read ? date : (DateTime?)null;
        }

        /// In any case: the vendor's samples write `enabled` where its table has `Enabled`.
        bool? OneOf(string name, string yes, string no)
        {
            var word = Text(name);
            if (yes.Equals(word, StringComparison.OrdinalIgnoreCase)) return true;
            return no.Equals(word, StringComparison.OrdinalIgnoreCase) ? false : (bool?)null;
        }

        /// Whether every word is a permission.
        bool Permissions(string name, out NODE_PERMISSIONS_V2[] permissions)
        {
            permissions = null;
            var words = Text(name);
            if (words == null) return true;
            var found = words.Split(',').Select(word => word.Trim()).Where(word => word != "").ToArray();
            if (!found.All(word => Enum.IsDefined(typeof(NODE_PERMISSIONS_V2), word))) return false;
            permissions = found.Select(word => (NODE_PERMISSIONS_V2)Enum.Parse(typeof(NODE_PERMISSIONS_V2), word)).ToArray();
            return true;
        }
    }
}
