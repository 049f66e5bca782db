using System.Linq;
using System.Web;

namespace Interop.InfoRouter
{
    /// A user to sign in with, and a library of the user's own with two folders.
    public static class Control
    {
        public static void User(HttpContext context)
        {
            var query = context.Request.QueryString;
            Store.Users.Add(new User
            {
                Id = Store.NewId(), UserName = query["name"], Password = query["password"], FirstName = "Ann", LastName = "Roe",
                Email = "ann@example.com", Authority = "native", Administrator = query["administrator"] == "true",
                ReadOnly = query["readonly"] == "true", WithoutTickets = query["tickets"] == "false",
                Guarded = query["guarded"] == "true",
            });
            var library = Store.AddFolder("/" + query["name"], null);
            Store.AddFolder(library.Path + "/Q1 Reports", "First & <best>");
            Store.AddFolder(library.Path + "/Q2", "");
        }

        /// A text of a user as it is kept; null where there is none.
        public static string Stored(string user, string field)
        {
            return (string)typeof(User).GetField(field).GetValue(Store.Find(user));
        }

        public static void EndTickets(string user)
        {
            var tickets = Store.Tickets.Where(ticket => Store.Same(ticket.Value.UserName, user));
            foreach (var ticket in tickets.Select(ticket => ticket.Key).ToArray()) Store.Tickets.Remove(ticket);
        }
    }
}
