using System.Linq;
using System.Web;
using System.Web.Services;
using System.Xml;

namespace Interop.InfoRouter
{
    /// The service as older servers have it: refusals are texts, some with a number in brackets. By GET and POST it is the
    /// binding of ASMX itself. Parameters are spelled as SOAP's samples do; GET and POST take them in any case.
    [WebService(Namespace = "http://tempuri.org/")]
    public class Service : WebService
    {
        /// Newer servers put a number into an attribute, beside a text in the session's language. The texts of that language
        /// are this host's own.
        protected virtual bool Newer
        {
            get { return false; }
        }

        [WebMethod]
        public XmlNode AuthenticateUser(string UID, string PWD)
        {
            lock (Rescue.Operations.Lock)
            {
                if (UID == "trouble") return SystemError();
                var user = Store.Find(UID);
                if (user == null || user.Password != PWD)
                    return Refused("[900] Authentication failed", 4010, "Anmeldung fehlgeschlagen");
                if (user.WithoutTickets) return Refused("[902] Ticket generation not allowed", 902, null);
                var ticket = System.Guid.NewGuid().ToString();
                Store.Tickets[ticket] = user;
                return Accepted(
                    "root", "ticket", ticket, "userid", user.Id.ToString(), "username", user.UserName,
                    "firstName", user.FirstName, "lastName", user.LastName,
                    "fullname", user.FirstName + " " + user.LastName, "email", user.Email,
                    "expireOn", "2030-01-02T03:04:05Z", "isAuthenticated", "True");
            }
        }

        [WebMethod]
        public XmlNode LogOut(string AuthenticationTicket)
        {
            lock (Rescue.Operations.Lock)
            {
                var refused = Caller(AuthenticationTicket) == null ? BadTicket(AuthenticationTicket) : null;
                if (refused != null) return refused;
                Store.Tickets.Remove(AuthenticationTicket);
                return Accepted("root");
            }
        }

        [WebMethod]
        public XmlNode CreateUser(
            string AuthenticationTicket, string DomainName, string UserName, string FirstName, string LastName,
            string EmailAddress, string Password, bool ReadOnlyUser, string AuthenticationSource)
        {
            lock (Rescue.Operations.Lock)
            {
                var caller = Caller(AuthenticationTicket);
                if (caller == null) return BadTicket(AuthenticationTicket);
                if (!caller.Administrator) return AccessDenied();
                if (UserName == "trouble") return SystemError();
                if (UserName == "exception") throw new System.InvalidOperationException("no <such> é thing");
                if (Store.Find(UserName) != null)
                    return Refused("Username already exists", 4000, "Der Benutzername ist vergeben");
                if (AuthenticationSource != "native" && AuthenticationSource != "INFOROUTER")
                    return Refused("Unknown authentication source: native, INFOROUTER", 4000, null);
                var user = new User
                {
                    Id = Store.NewId(), UserName = UserName, FirstName = FirstName, LastName = LastName,
                    Email = EmailAddress, Password = Password, Domain = DomainName, ReadOnly = ReadOnlyUser,
                    Authority = AuthenticationSource,
                };
                Store.Users.Add(user);
                return Accepted("response", "error", "", "id", user.Id.ToString());
            }
        }

        [WebMethod]
        public XmlNode UserExists(string AuthenticationTicket, string UserName)
        {
            lock (Rescue.Operations.Lock)
            {
                var refused = Stranger(AuthenticationTicket);
                if (refused != null) return refused;
                return Store.Find(UserName) == null ? NoSuchUser() : Accepted("response", "error", "");
            }
        }

        [WebMethod]
        public XmlNode GetUser(string AuthenticationTicket, string UserName)
        {
            lock (Rescue.Operations.Lock)
            {
                var refused = Stranger(AuthenticationTicket);
                if (refused != null) return refused;
                var user = Store.Find(UserName);
                if (user == null) return NoSuchUser();
                var answer = Accepted("response", "error", "");
                Append(answer, user);
                return answer;
            }
        }

        [WebMethod]
        public XmlNode GetAllUsers(string AuthenticationTicket)
        {
            lock (Rescue.Operations.Lock)
            {
                var caller = Caller(AuthenticationTicket);
                if (caller == null) return BadTicket(AuthenticationTicket);
                if (!caller.Administrator) return AccessDenied();
                var answer = Accepted("response", "error", "");
                var users = Append(answer, "users");
                foreach (var user in Store.Users) Append(users, user);
                return answer;
            }
        }

        [WebMethod]
        public XmlNode DeleteUser(string AuthenticationTicket, string UserName)
        {
            lock (Rescue.Operations.Lock)
            {
                var caller = Caller(AuthenticationTicket);
                if (caller == null) return BadTicket(AuthenticationTicket);
                if (!caller.Administrator) return AccessDenied();
                var user = Store.Find(UserName);
                if (user == null) return NoSuchUser();
                if (user.Guarded) return Refused("[2767] Password required", 2767, null);
                Store.Users.Remove(user);
                return Accepted("response", "error", "");
            }
        }

        [WebMethod]
        public XmlNode FolderExists(string authenticationTicket, string Path)
        {
            lock (Rescue.Operations.Lock)
            {
                var refused = Expired(authenticationTicket);
                if (refused != null) return refused;
                return Store.FindFolder(Path) == null ? NoSuchFolder() : Accepted("response");
            }
        }

        [WebMethod]
        public XmlNode GetFoldersAndDocuments(
            string authenticationTicket, string Path, bool withrules, bool withpropertysets, bool withsecurity,
            bool withOwner, bool withVersions)
        {
            lock (Rescue.Operations.Lock)
            {
                var refused = Expired(authenticationTicket);
                if (refused != null) return refused;
                var asked = Store.FindFolder(Path);
                if (asked == null) return NoSuchFolder();
                var answer = Accepted("root");
                foreach (var folder in Store.Folders.Where(one => Store.Same(one.Above, asked.Path)))
                {
                    var element = Append(
                        answer, "folder", "FolderID", folder.Id.ToString(), "ParentID", folder.Parent.ToString(),
                        "Name", folder.Name, "Path", folder.Path, "Description", folder.Description,
                        "CreationDate", "2024-01-15", "RDDefId", "0", "CutoffDate", "");
                    if (withrules)
                    {
                        var rules = Append(element, "Rules");
                        foreach (var rule in folder.Rules) Append(rules, "Rule", "Name", rule.Key, "Value", rule.Value);
                    }
                    if (withpropertysets)
                    {
                        var set = Append(Append(element, "PropertySets"), "propertyset", "Name", "PROJECTMETADATA");
                        Append(set, "propertyrow", "RowNbr", "1", "STATUS", "Active & <well>");
                        Append(set, "propertyrow", "RowNbr", "2", "STATUS", "");
                    }
                    if (withsecurity)
                    {
                        var list = Append(
                            element, "AccessList", "DateApplied", "2024-01-15", "AppliedBy", "admin",
                            "InheritedSecurity", "false");
                        Append(list, "DomainMembers", "Right", "4", "Description", "(Add & Read)");
                        Append(list, "UserGroup", "DomainName", "*", "GroupName", "Managers", "Right", "6", "Description", "");
                        Append(list, "UserGroup", "DomainName", "", "GroupName", "Café", "Right", "2", "Description", "");
                    }
                    if (withOwner) Append(element, "User", "UserID", "7", "UserName", "jsmith", "FullName", "John Smith");
                }
                foreach (var document in Store.Documents.Where(one => Store.Same(one.Folder, asked.Path)))
                    Append(
                        answer, "document", "DocumentID", document.Id.ToString(), "Name", document.Name,
                        "Path", asked.Path.Replace('/', '\\'), "Size", document.Content.Length.ToString(),
                        "IsShortcut", "FALSE");
                return answer;
            }
        }

        [WebMethod]
        public XmlNode SetFolderRules(string authenticationTicket, string Path, string xmlRules, bool ApplyToTree)
        {
            lock (Rescue.Operations.Lock)
            {
                var caller = Caller(authenticationTicket);
                if (caller == null) return BadTicket(authenticationTicket);
                var folder = Store.FindFolder(Path);
                if (folder == null) return NoSuchFolder();
                if (!caller.Administrator) return AccessDenied();
                var rules = new XmlDocument();
                try
                {
                    rules.LoadXml(xmlRules);
                }
                catch (XmlException)
                {
                    return Refused("Invalid xmlRules", 4000, "Invalid xmlRules");
                }
                folder.Rules.Clear();
                foreach (XmlElement rule in rules.DocumentElement.GetElementsByTagName("Rule"))
                    folder.Rules.Add(new System.Collections.Generic.KeyValuePair<string, string>(
                        rule.GetAttribute("Name"), rule.GetAttribute("Value")));
                return Accepted("root");
            }
        }

        [WebMethod]
        public XmlNode UploadDocument(string authenticationTicket, string path, byte[] fileContent)
        {
            lock (Rescue.Operations.Lock)
            {
                var caller = Caller(authenticationTicket);
                if (caller == null) return BadTicket(authenticationTicket);
                if (caller.ReadOnly) return AccessDenied();
                var at = path.LastIndexOf('/');
                var folder = Store.FindFolder(at < 0 ? path : path.Substring(0, at));
                if (folder == null) return NoSuchFolder();
                if (Store.FindDocument(path) != null)
                    return Refused("The document is not checked out.", 4000, "Nicht ausgecheckt");
                var document = new Document
                {
                    Id = Store.NewId(), Folder = folder.Path, Name = path.Substring(at + 1), Content = fileContent,
                };
                Store.Documents.Add(document);
                return Accepted("root", "DocumentId", document.Id.ToString(), "VersionId", "1000001");
            }
        }

        /// No failure says why: there is nothing then. By GET and POST the file itself is the answer, past the binding.
        [WebMethod]
        public byte[] DownloadDocument(string authenticationTicket, string Path)
        {
            lock (Rescue.Operations.Lock)
            {
                var document = Caller(authenticationTicket) == null ? null : Store.FindDocument(Path);
                var content = document == null ? null : document.Content;
                if (Context.Request.PathInfo == "") return content;
                Context.Response.ContentType = "application/octet-stream";
                if (content != null) Context.Response.BinaryWrite(content);
                Context.Response.End();
                return null;
            }
        }

        User Caller(string ticket)
        {
            User user;
            return ticket != null && Store.Tickets.TryGetValue(ticket, out user) ? user : null;
        }

        /// The refusal of a ticket that has ended, where no ticket at all is a caller whom nobody knows.
        XmlElement Expired(string ticket)
        {
            return string.IsNullOrEmpty(ticket) || Caller(ticket) != null ? null : BadTicket(ticket);
        }

        XmlElement Stranger(string ticket)
        {
            if (!string.IsNullOrEmpty(ticket)) return Expired(ticket);
            return Refused("[2730] Insufficient rights. Anonymous users cannot perform this action.", 4010, null);
        }

        XmlElement BadTicket(string ticket)
        {
            if (string.IsNullOrEmpty(ticket)) return Refused("[900] Authentication failed", 4010, "Nicht angemeldet");
            return Refused("[901]Session expired or Invalid ticket", 4010, "Sitzung abgelaufen");
        }

        XmlElement AccessDenied()
        {
            return Refused("Access denied", 4030, "Zugriff verweigert");
        }

        XmlElement NoSuchUser()
        {
            return Refused("User not found", 4000, "Benutzer nicht gefunden");
        }

        XmlElement NoSuchFolder()
        {
            return Refused("Folder not found", 4041, "Ordner nicht gefunden");
        }

        /// Here `success` is missing.
        XmlElement SystemError()
        {
            var answer = Root("response");
            answer.SetAttribute("error", "SystemError:Object reference <not> set.");
            if (Newer) answer.SetAttribute("errorCode", "5000");
            return answer;
        }

        XmlElement Refused(string text, int number, string localText)
        {
            var answer = Root("response");
            answer.SetAttribute("success", "false");
            if (Newer) answer.SetAttribute("errorCode", number.ToString());
            answer.SetAttribute("error", Newer && localText != null ? localText : text);
            return answer;
        }

        static XmlElement Accepted(string root, params string[] attributes)
        {
            var answer = Root(root);
            answer.SetAttribute("success", "true");
            return With(answer, attributes);
        }

        static XmlElement Root(string name)
        {
            var document = new XmlDocument();
            return (XmlElement)document.AppendChild(document.CreateElement(name));
        }

        static void Append(XmlElement above, User user)
        {
            var element = Append(
                above, "User", "exists", "true", "UserID", user.Id.ToString(), "FirstName", user.FirstName,
                "LastName", user.LastName, "Email", user.Email, "Enabled", "TRUE", "UserName", user.UserName,
                "Domain", user.Domain, "LastLogonDate", "2024-01-15", "AuthenticationAuthority", user.Authority,
                "ReadOnlyUser", user.ReadOnly ? "TRUE" : "FALSE");
            Append(element, "Preferences", "Language", "en", "ShowArchives", "FALSE", "NotificationTypeId", "1");
        }

        static XmlElement Append(XmlElement above, string name, params string[] attributes)
        {
            return With((XmlElement)above.AppendChild(above.OwnerDocument.CreateElement(name)), attributes);
        }

        /// What is null has no attribute.
        static XmlElement With(XmlElement element, string[] attributes)
        {
            for (var at = 0; at < attributes.Length; at += 2)
                if (attributes[at + 1] != null) element.SetAttribute(attributes[at], attributes[at + 1]);
            return element;
        }
    }

    /// The service as newer servers have it.
    [WebService(Namespace = "http://tempuri.org/")]
    public class NewerService : Service
    {
        protected override bool Newer
        {
            get { return true; }
        }
    }
}
