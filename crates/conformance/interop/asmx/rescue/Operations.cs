using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Web.Services.Protocols;
using System.Web.SessionState;
using System.Xml;

namespace Interop.Rescue
{
    /// What the operations do, whichever way they were called. The pages say which codes there are and what they mean; in
    /// which order things are checked, and how long or strong is enough, is this host's own where no page says it. A code is the pages' token, `OK` when all went well; of a
    /// parameter null is "not given", and an `Invalid…` says that what was given is no such value.
    public class Operations
    {
        /// Everything is kept in memory, and one call is carried out at a time.
        public static readonly object Lock = new object();

        readonly HttpSessionState session;

        public Operations(HttpSessionState session)
        {
            this.session = session;
        }

        public string Login(string email, string password)
        {
            var account = Organisation.OfCaller(email);
            if (account == null) return "INVALID";
            if (TooMany(account.Logins, 10, TimeSpan.FromMinutes(3))) return "LIMITREACHED";
            if (account.Caller.Password != password) return "INVALID";
            // How a page spells it is not documented: as all others are.
            if (account.Restricted) return "GLOBALIPRESTRICTED";
            if (account.Caller.Trouble != null) return Trouble(account.Caller);
            session["caller"] = email;
            session["era"] = account.Era;
            return "OK";
        }

        public string Logout()
        {
            if (OfSession() == null) return "NOTLOGGEDIN";
            session.Abandon();
            return "OK";
        }

        public string RequestAuthCode(string email, string password, out string code)
        {
            code = null;
            var account = Organisation.OfCaller(email);
            if (account == null || account.Caller.Password != password) return "INVALID";
            if (TooMany(account.AuthCodes, 1, TimeSpan.FromSeconds(1))) return "POLLRATEEXCEEDED";
            code = account.AuthCode = Guid.NewGuid().ToString("N");
            return "OK";
        }

        public string CreateUser(string authCode, int? parent, out int node)
        {
            node = 0;
            Organisation account;
            var refused = SignedIn(authCode, out account);
            if (refused != null) return refused;
            var above = account.Find(parent ?? 0);
            if (above == null) return "INVALIDPARAM_PARENT";
            if (above.Trouble != null) return Trouble(above);
            nodeType kind;
            switch (above.Kind)
            {
                case nodeType.MasterAdministrators: kind = nodeType.MasterAdministrator; break;
                case nodeType.Administrators:
                case nodeType.AdministratorGroup: kind = nodeType.Administrator; break;
                case nodeType.TechnicianGroup: kind = nodeType.Technician; break;
                default: return "INVALIDPARAM_PARENT";
            }
            var user = account.Add(above.Id, kind, null);
            user.Enabled = false;
            node = user.Id;
            return "OK";
        }

        public class User
        {
            public int? Node;
            public string Name, Nick, Email, SsoId, Password, Confirmation, OldPassword, Description;
            public bool? Enabled, MobileAddOn, RpatAddOn;
        }

        public string SetUser(string authCode, User given)
        {
            Organisation account;
            var refused = SignedIn(authCode, out account);
            if (refused != null) return refused;
            var user = account.Find(given.Node ?? 0);
            if (user == null || !user.IsPerson) return "INVALIDPARAM_NODE";
            if (user.Trouble != null) return Trouble(user);
            if (BadName(given.Name)) return "INVALIDPARAM_NAME";
            if (given.Enabled == null) return "INVALIDPARAM_STATUS";
            if (given.MobileAddOn == null) return "INVALIDPARAM_MOBILEADDON";
            if (given.RpatAddOn == null) return "INVALIDPARAM_RPATADDON";
            if (given.Email == null || !Regex.IsMatch(given.Email, @"^[^@\s]+@[^@\s]+\.[^@\s]+$")) return "INVALIDPARAM_EMAIL";
            if (account.Nodes.Values.Any(other => other != user && other.Email == given.Email))
                return "INVALIDPARAM_EMAIL_ALREADY_IN_USE";
            refused = BadPassword(user, given);
            if (refused != null) return refused;
            if (given.Enabled == true && !account.Find(user.Parent).Enabled)
                return "NODE_CANNOT_BE_ENABLED_BECAUSE_ITS_PARENT_NODE_IS_DISABLED";
            var mobile = account.Nodes.Values.Count(other => other != user && other.Enabled && other.MobileAddOn);
            if (given.Enabled == true && given.MobileAddOn == true && mobile >= Organisation.MobileSeats)
                return "NOT_ENOUGH_SEAT_LICENSES_AVAILABLE";

            user.Name = given.Name;
            user.Email = given.Email;
            user.Nick = given.Nick ?? user.Nick;
            user.SsoId = given.SsoId ?? user.SsoId;
            user.Description = given.Description ?? user.Description;
            user.Password = given.Password ?? user.Password;
            user.Enabled = given.Enabled.Value;
            user.MobileAddOn = given.MobileAddOn.Value;
            user.RpatAddOn = given.RpatAddOn.Value;
            return "OK";
        }

        public class Group
        {
            public int? Node, StandardLimit, MobileLimit, RpatLimit;
            public string Name, Description;
            public bool? Enabled;
            public NODE_PERMISSIONS_V2[] Permissions, LockedPermissions;
            public bool InvalidPermissions, InvalidLockedPermissions;
        }

        public string SetGroup(string authCode, Group given)
        {
            Organisation account;
            var refused = SignedIn(authCode, out account);
            if (refused != null) return refused;
            var group = account.Find(given.Node ?? 0);
            if (group == null || !group.IsGroup) return "INVALIDPARAM_NODE";
            if (group.Trouble != null) return Trouble(group);
            if (BadName(given.Name)) return "INVALIDPARAM_NAME";
            if (given.Enabled == null) return "INVALIDPARAM_STATUS";
            // The page calls no permission wrong here and there alike, while its sample sends no locked one.
            if (given.InvalidPermissions || given.Permissions != null && given.Permissions.Length == 0)
                return "INVALIDPARAM_PERMISSION";
            if (given.InvalidLockedPermissions) return "INVALIDPARAM_LOCKEDPERMISSION";
            if (BadLimit(given.StandardLimit)) return "INVALIDPARAM_STANDARDCONCURRENTLIMIT";
            if (BadLimit(given.MobileLimit)) return "INVALIDPARAM_MOBILECONCURRENTLIMIT";
            if (BadLimit(given.RpatLimit)) return "INVALIDPARAM_RPATCONCURRENTLIMIT";
            if (given.StandardLimit + given.MobileLimit + given.RpatLimit > Organisation.SeatsInAll)
                return "NOT_ENOUGH_SEAT_LICENSES_AVAILABLE";
            if (given.Enabled == true && !account.Find(group.Parent).Enabled)
                return "NODE_CANNOT_BE_ENABLED_BECAUSE_ITS_PARENT_NODE_IS_DISABLED";

            group.Name = given.Name;
            group.Enabled = given.Enabled.Value;
            group.Description = given.Description ?? group.Description;
            group.Permissions = given.Permissions ?? group.Permissions;
            group.LockedPermissions = given.LockedPermissions ?? group.LockedPermissions;
            group.StandardLimit = given.StandardLimit.Value;
            group.MobileLimit = given.MobileLimit.Value;
            group.RpatLimit = given.RpatLimit.Value;
            return "OK";
        }

        public string GetGroup(string authCode, int? node, out Node group)
        {
            group = null;
            Organisation account;
            var refused = SignedIn(authCode, out account);
            if (refused != null) return refused;
            var found = account.Find(node ?? 0);
            if (found == null || !found.IsGroup) return "INVALIDPARAM_NODE";
            if (found.Trouble != null) return Trouble(found);
            group = found;
            return "OK";
        }

        public string GetUser(string authCode, int? node, string email, out Node user)
        {
            user = null;
            Organisation account;
            var refused = SignedIn(authCode, out account);
            if (refused != null) return refused;
            if (node != null && !string.IsNullOrEmpty(email)) return "INVALID_EMAILANDNODEIDBOTHSPECIFIED";
            var byNode = string.IsNullOrEmpty(email);
            var found = byNode ? account.Find(node ?? 0) : account.Nodes.Values.FirstOrDefault(one => one.Email == email);
            if (found == null || !found.IsPerson) return byNode ? "INVALIDPARAM_NODE" : "INVALIDPARAM_EMAIL";
            if (found.Trouble != null) return Trouble(found);
            user = found;
            return "OK";
        }

        public string GetHierarchy(string authCode, bool? isNode, int? node, bool? filterOffline, out Node[] nodes)
        {
            nodes = null;
            Organisation account;
            var refused = SignedIn(authCode, out account);
            if (refused != null) return refused;
            if (isNode == true && account.Find(node ?? 0) == null) return "INVALIDPARAM_NODE";
            nodes = account.Below(isNode == true ? node.Value : 0)
                .Where(one => filterOffline != true || one.Kind != nodeType.Technician).ToArray();
            return "OK";
        }

        public string SetReportDate(string authCode, DateTime? begin, DateTime? end)
        {
            Organisation account;
            var refused = SignedIn(authCode, out account);
            if (refused != null) return refused;
            if (account.Caller.Trouble != null) return Trouble(account.Caller);
            if (begin == null || end == null) return "INVALIDFORMAT";
            if (end < begin) return "INVALIDDATERANGE";
            account.ReportBegin = begin.Value;
            account.ReportEnd = end.Value;
            return "OK";
        }

        public string GetReport(string authCode, int? node, out string report)
        {
            report = null;
            Organisation account;
            var refused = SignedIn(authCode, out account);
            if (refused != null) return refused;
            if (account.Caller.Trouble != null) return Trouble(account.Caller);
            if (TooMany(account.Reports, 1, TimeSpan.FromMinutes(1))) return "POLLRATEEXCEEDED";
            report = Reports.Of(account.Below(node ?? 0));
            return "OK";
        }

        public string GetSession(string authCode, int? node, out SESSION_V3[] sessions)
        {
            sessions = null;
            Organisation account;
            var refused = SignedIn(authCode, out account);
            if (refused != null) return refused;
            var technician = account.Find(node ?? 0);
            if (technician == null || !technician.IsPerson) return "INVALIDPARAM_NODE";
            if (technician.Trouble != null) return Trouble(technician);
            sessions = Reports.Sessions(technician);
            return "OK";
        }

        /// The code, if the caller may not go on.
        string SignedIn(string authCode, out Organisation account)
        {
            // The vendor's own samples send an empty one along with a session.
            account = string.IsNullOrEmpty(authCode) ? OfSession() : Organisation.OfAuthCode(authCode);
            if (account == null) return string.IsNullOrEmpty(authCode) ? "NOTLOGGEDIN" : "INVALID_SECRETAUTHCODE";
            return account.Caller.Enabled ? null : "USER_DELETED_OR_DISABLED";
        }

        Organisation OfSession()
        {
            var account = Organisation.OfCaller((string)session["caller"]);
            return account != null && account.Era == (int)session["era"] ? account : null;
        }

        static bool TooMany(List<DateTime> calls, int allowed, TimeSpan within)
        {
            var now = DateTime.UtcNow;
            calls.RemoveAll(call => now - call > within);
            calls.Add(now);
            return calls.Count > allowed;
        }

        static bool BadName(string name)
        {
            return string.IsNullOrEmpty(name) || name.Length > 64;
        }

        static bool BadLimit(int? limit)
        {
            return limit == null || limit < 0 || limit > Organisation.SeatsOfAGroup;
        }

        static string BadPassword(Node user, User given)
        {
            if (given.Password == null) return null;
            if (user.Kind == nodeType.MasterAdministrator && given.OldPassword == null)
                return "INVALIDPARAM_MISSING_CURRENT_PASSWORD";
            if (given.OldPassword != null && given.OldPassword != user.Password)
                return "INVALIDPARAM_CURRENT_PASSWORD_IS_WRONG";
            if (given.Password.Length == 0) return "INVALIDPARAM_PASSWORD_LENGTH_HAS_TO_BE_BIGGER_THAN_ZERO";
            if (string.IsNullOrEmpty(given.Confirmation)) return "INVALIDPARAM_MISSING_CONFIRMATION_PASSWORD";
            if (given.Password.Any(char.IsWhiteSpace))
                return "INVALIDPARAM_PASSWORD_CANNOT_CONTAIN_WHITESPACE_CHARACTERS";
            if (given.Password.Length < 8) return "INVALIDPARAM_PASSWORD_HAS_TO_BE_AT_LEAST_8_CHARACTERS_LONG";
            if (given.Password.Count(one => char.IsUpper(one) || !char.IsLetterOrDigit(one)) < 2)
                return "INVALIDPARAM_PASSWORD_HAS_TO_CONTAIN_AT_LEAST_TWO_UPPERCASE_LETTERS_OR_SPECIAL_CHARACTERS";
            if (given.Password != given.Confirmation) return "INVALIDPARAM_NEW_PASSWORDS_DO_NOT_MATCH";
            if (given.Password == user.Password) return "INVALIDPARAM_CURRENT_AND_NEW_PASSWORD_MATCH";
            if (!given.Password.Any(char.IsDigit))
                return "INVALIDPARAM_PASSWORD_DOES_NOT_MEET_THE_MINIMUM_PASSWORD_STRENGHT_REQUIREMENTS";
            return null;
        }

        /// A code, or one of the two ways in which a service fails: of itself, or with a fault that it made.
        static string Trouble(Node node)
        {
            switch (node.Trouble)
            {
                case "exception": throw new InvalidOperationException("the database is <gone> & won't é come back");
                case "fault":
                    var detail = new XmlDocument();
                    detail.LoadXml("<detail><reason xmlns='urn:rescue'>clé &lt;1&gt;</reason></detail>");
                    throw new SoapException("no <such> é thing", SoapException.ClientFaultCode, "urn:actor",
                        detail.DocumentElement);
                default: return node.Trouble;
            }
        }
    }
}
