using System;
using System.Linq;
using System.Web;
using Interop.Rescue;

namespace Interop
{
    /// What tests ask of the host, and no vendor has: accounts to call with, trouble, and a look at what was stored.
    public class Control : IHttpHandler
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
            lock (Operations.Lock)
            {
                switch (System.IO.Path.GetFileNameWithoutExtension(context.Request.Path))
                {
                    case "organisation": NewOrganisation(); break;
                    case "group": NewGroup(); break;
                    case "end-sessions": Account().Era++; break;
                    case "disable-caller": Account().Caller.Enabled = false; break;
                    case "new-password": Account().Caller.Password = Param("password"); break;
                    case "report-dates": Write(Account().ReportBegin.ToString("s") + " " + Account().ReportEnd.ToString("s")); break;
                    case "forget-reports": Account().Reports.Clear(); break;
                    case "logins": Write(Account().Logins.Count.ToString()); break;
                    case "restrict-caller": Account().Restricted = true; break;
                    case "disable": TheNode().Enabled = false; break;
                    case "trouble": TheNode().Trouble = Param("how"); break;
                    case "stored": Stored(TheNode()); break;
                    case "inforouter-user": InfoRouter.Control.User(context); break;
                    case "inforouter-stored": Write(InfoRouter.Control.Stored(Param("user"), Param("field"))); break;
                    case "inforouter-end-tickets": InfoRouter.Control.EndTickets(Param("user")); break;
                    default: throw new HttpException(404, "There is no such control.");
                }
            }
        }

        void NewOrganisation()
        {
            var account = new Organisation(Param("email"), Param("password"), Param("authcode"));
            Write(account.Caller.Id + " " + account.Administrators.Id + " " + account.Technicians.Id + " " + account.Group.Id);
        }

        void NewGroup()
        {
            var parent = Organisation.Anywhere(int.Parse(Param("parent")));
            Write(Organisation.Of(parent).Add(parent.Id, nodeType.TechnicianGroup, "New").Id.ToString());
        }

        /// The text as it is kept, byte for byte; 204 where there is none.
        void Stored(Node node)
        {
            Write((string)typeof(Node).GetField(Param("field")).GetValue(node));
        }

        void Write(string text)
        {
            if (text == null) context.Response.StatusCode = 204;
            else context.Response.Write(text);
        }

        Organisation Account()
        {
            return Organisation.OfCaller(Param("email"));
        }

        Node TheNode()
        {
            return Organisation.Anywhere(int.Parse(Param("node")));
        }

        string Param(string name)
        {
            return context.Request.QueryString[name];
        }
    }
}
