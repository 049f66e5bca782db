using System;
using System.Collections.Generic;
using System.Linq;

namespace Interop.Rescue
{
    /// A node of a tree: a root, a group or a person. A text that was never given is null.
    public class Node
    {
        public int Id, Parent;
        public nodeType Kind;
        public string Name, Nick, Email, SsoId, Password, Description;
        public bool Enabled = true, MobileAddOn, RpatAddOn;
        public NODE_PERMISSIONS_V2[] Permissions, LockedPermissions;
        public int StandardLimit, MobileLimit, RpatLimit;

        /// How the next calls about this node go wrong, if they do: see `Operations`.
        public string Trouble;

        public bool IsGroup
        {
            get { return Kind == nodeType.TechnicianGroup || Kind == nodeType.AdministratorGroup; }
        }

        public bool IsPerson
        {
            get
            {
                return Kind == nodeType.MasterAdministrator || Kind == nodeType.Administrator
                    || Kind == nodeType.Technician;
            }
        }
    }

    /// An account of the vendor's: a tree, and the one Master Administrator who calls.
    public class Organisation
    {
        /// So few that tests run out of them.
        public const int SeatsOfAGroup = 100, SeatsInAll = 150, MobileSeats = 1;

        static readonly List<Organisation> all = new List<Organisation>();
        static int lastId = 337000;

        public readonly Dictionary<int, Node> Nodes = new Dictionary<int, Node>();
        public readonly Node Caller;
        public readonly Node Administrators, Technicians, Group;
        public readonly List<DateTime> Logins = new List<DateTime>(), AuthCodes = new List<DateTime>();
        public string AuthCode;
        public bool Restricted;

        /// Of the next report, as the caller set them.
        public DateTime ReportBegin, ReportEnd;
        public readonly List<DateTime> Reports = new List<DateTime>();

        /// Sessions of an earlier era have ended.
        public int Era;

        public Organisation(string email, string password, string authCode)
        {
            var root = Add(0, nodeType.Root, "Root");
            var masters = Add(root.Id, nodeType.MasterAdministrators, "Master Administrators");
            Administrators = Add(root.Id, nodeType.Administrators, "Administrators");
            Technicians = Add(root.Id, nodeType.Technicians, "Technicians");
            Group = Add(Technicians.Id, nodeType.TechnicianGroup, "Technician Group1");
            Caller = Add(masters.Id, nodeType.MasterAdministrator, "Master");
            Caller.Email = email;
            Caller.Password = password;
            AuthCode = authCode;
            all.Add(this);
        }

        public static Organisation OfCaller(string email)
        {
            return all.FirstOrDefault(one => one.Caller.Email == email);
        }

        public static Organisation OfAuthCode(string code)
        {
            return all.FirstOrDefault(one => one.AuthCode == code);
        }

        public static Node Anywhere(int id)
        {
            return all.Select(one => one.Find(id)).FirstOrDefault(node => node != null);
        }

        public static Organisation Of(Node node)
        {
            return all.First(one => one.Nodes.ContainsKey(node.Id));
        }

        public Node Add(int parent, nodeType kind, string name)
        {
            var node = new Node { Id = ++lastId, Parent = parent, Kind = kind, Name = name };
            Nodes.Add(node.Id, node);
            return node;
        }

        public Node Find(int id)
        {
            Node node;
            return Nodes.TryGetValue(id, out node) ? node : null;
        }

        public IEnumerable<Node> Below(int id)
        {
            foreach (var node in Nodes.Values.Where(node => node.Id == id || id == 0 && node.Parent == 0))
                foreach (var one in new[] { node }.Concat(Children(node))) yield return one;
        }

        IEnumerable<Node> Children(Node above)
        {
            return Nodes.Values.Where(node => node.Parent == above.Id)
                .SelectMany(node => new[] { node }.Concat(Children(node)));
        }
    }
}
