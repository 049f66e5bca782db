using System;
using System.Collections.Generic;
using System.Linq;

namespace Interop.InfoRouter
{
    public class User
    {
        public int Id;
        public string UserName, FirstName, LastName, Email, Password, Domain, Authority;
        public bool ReadOnly, Administrator, WithoutTickets, Guarded;
    }

    public class Document
    {
        public int Id;
        public string Folder, Name;
        public byte[] Content;
    }

    public class Folder
    {
        public int Id, Parent;
        public string Path, Description;
        public readonly List<KeyValuePair<string, string>> Rules = new List<KeyValuePair<string, string>>();

        public string Name
        {
            get { return Path.Substring(Path.LastIndexOf('/') + 1); }
        }

        public string Above
        {
            get { return Path.Substring(0, Path.LastIndexOf('/')); }
        }
    }

    /// Users, tickets, folders and documents of one server. Names and paths count in any case.
    public static class Store
    {
        public static readonly List<User> Users = new List<User>();
        public static readonly List<Folder> Folders = new List<Folder>();
        public static readonly List<Document> Documents = new List<Document>();
        public static readonly Dictionary<string, User> Tickets = new Dictionary<string, User>();
        static int lastId = 1000;

        public static int NewId()
        {
            return ++lastId;
        }

        /// By the name, or by the number as `ID:1042`.
        public static User Find(string name)
        {
            return Users.FirstOrDefault(user => Same(user.UserName, name) || Same("ID:" + user.Id, name));
        }

        public static Folder FindFolder(string path)
        {
            return Folders.FirstOrDefault(folder => Same(folder.Path, path.TrimEnd('/')));
        }

        public static Document FindDocument(string path)
        {
            return Documents.FirstOrDefault(document => Same(document.Folder + "/" + document.Name, path));
        }

        public static Folder AddFolder(string path, string description)
        {
            var folder = new Folder { Id = NewId(), Path = path, Description = description };
            var above = FindFolder(folder.Above);
            folder.Parent = above == null ? 0 : above.Id;
            Folders.Add(folder);
            return folder;
        }

        public static bool Same(string one, string other)
        {
            return string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
        }
    }
}
