using System;
using System.Linq;
using System.Web.Services;

namespace Interop.Rescue
{
    /// The SOAP service. The return value is a code; what else comes back is in out-parameters.
    [WebService(Namespace = "https://secure.logmeinrescue.com/API/API.asmx")]
    public class Api : WebService
    {
        [WebMethod(EnableSession = true)]
        public loginRet login(string sEmail, string sPassword)
        {
            lock (Operations.Lock) return Code<loginRet>("login", Operations.Login(sEmail, sPassword));
        }

        [WebMethod(EnableSession = true)]
        public logoutRet logout()
        {
            lock (Operations.Lock) return Code<logoutRet>("logout", Operations.Logout());
        }

        [WebMethod(EnableSession = true)]
        public requestAuthCodeRet requestAuthCode(string sEmail, string sPassword, out string sAuthCode)
        {
            lock (Operations.Lock)
                return Code<requestAuthCodeRet>(
                    "requestAuthCode", Operations.RequestAuthCode(sEmail, sPassword, out sAuthCode));
        }

        [WebMethod(EnableSession = true)]
        public createUserRet createUser(int iParentID, string sAuthCode, out int iNewNodeID)
        {
            lock (Operations.Lock)
                return Code<createUserRet>("createUser", Operations.CreateUser(sAuthCode, iParentID, out iNewNodeID));
        }

        [WebMethod(EnableSession = true)]
        public createUsersRet createUsers(USERDATA[] aUsers, string sAuthCode)
        {
            lock (Operations.Lock)
            {
                foreach (var data in aUsers)
                {
                    int node;
                    var code = Operations.CreateUser(sAuthCode, data.iParentID, out node);
                    if (code != "OK") return Code<createUsersRet>("createUsers", code);
                    var user = Organisation.Anywhere(node);
                    user.Name = data.sName;
                    user.Nick = data.sNick;
                    user.Email = data.sEmail;
                    user.SsoId = data.sSSOID;
                    user.Password = data.sPwd;
                    user.Enabled = data.eStatus == nodeStatus.Enabled;
                    user.Description = data.uniqueid;
                }
                return createUsersRet.createUsers_OK;
            }
        }

        [WebMethod(EnableSession = true)]
        public setUserRet_v2 setUser_V2(
            int iNodeID, string sName, string sNick, string sEmail, string sSSOID, string sPwd, string sConfPwd,
            string sCurrentPwd, nodeStatus eStatus, string sDescription, hasMobileAddon eAddOns, bool bRPATAddOn,
            string sAuthCode)
        {
            var given = new Operations.User
            {
                Node = iNodeID, Name = sName, Nick = sNick, Email = sEmail, SsoId = sSSOID, Password = sPwd,
                Confirmation = sConfPwd, OldPassword = sCurrentPwd, Enabled = eStatus == nodeStatus.Enabled,
                Description = sDescription, MobileAddOn = eAddOns == hasMobileAddon.True, RpatAddOn = bRPATAddOn,
            };
            lock (Operations.Lock) return Code<setUserRet_v2>("setUser", Operations.SetUser(sAuthCode, given));
        }

        [WebMethod(EnableSession = true)]
        public setGroupRet_v2 setGroup_v2(
            int iNodeID, string sName, nodeStatus eStatus, string sDescription, NODE_PERMISSIONS_V2[] aPermissions,
            NODE_PERMISSIONS_V2[] aLockedPermissions, int iStandardConcurrentLimit, int iMobileConcurrentLimit,
            int iRPATConcurrentLimit, string sAuthCode)
        {
            var given = new Operations.Group
            {
                Node = iNodeID, Name = sName, Enabled = eStatus == nodeStatus.Enabled, Description = sDescription,
                Permissions = aPermissions, LockedPermissions = aLockedPermissions,
                StandardLimit = iStandardConcurrentLimit, MobileLimit = iMobileConcurrentLimit,
                RpatLimit = iRPATConcurrentLimit,
            };
            lock (Operations.Lock) return Code<setGroupRet_v2>("setGroup", Operations.SetGroup(sAuthCode, given));
        }

        [WebMethod(EnableSession = true)]
        public getGroupRet_v2 getGroup_v2(int iNodeID, string sAuthCode, out GROUP_V2 oGroup)
        {
            lock (Operations.Lock)
            {
                Node group;
                var code = Operations.GetGroup(sAuthCode, iNodeID, out group);
                oGroup = group == null ? null : new GROUP_V2
                {
                    iNodeID = group.Id, sName = group.Name, sDescription = group.Description, eType = group.Kind,
                    aPermissions = group.Permissions, aLockedPermissions = group.LockedPermissions,
                    bIsEnabled = group.Enabled, iStandardConcurrentLimit = group.StandardLimit,
                    iMobileConcurrentLimit = group.MobileLimit, iRPATConcurrentLimit = group.RpatLimit,
                };
                return Code<getGroupRet_v2>("getGroup", code);
            }
        }

        [WebMethod(EnableSession = true)]
        public getUserRet_v3 getUser_v3(int iNodeID, string sUserEmail, string sAuthCode, out USER_V3 oUser)
        {
            lock (Operations.Lock)
            {
                Node user;
                // A missing number arrives as 0.
                var node = iNodeID == 0 ? (int?)null : iNodeID;
                var code = Operations.GetUser(sAuthCode, node, sUserEmail, out user);
                oUser = user == null ? null : new USER_V3
                {
                    iNodeID = user.Id, sName = user.Name, sNick = user.Nick, sEmail = user.Email, sSSOID = user.SsoId,
                    sDescription = user.Description, eType = user.Kind,
                    bAccountHolder = user.Kind == nodeType.MasterAdministrator, hasMobileAddon = user.MobileAddOn,
                    hasRPATAddon = user.RpatAddOn, eStatus = State(user),
                };
                return Code<getUserRet_v3>("getUser", code);
            }
        }

        [WebMethod(EnableSession = true)]
        public getHierarchyRet_v2 getHierarchy_v2(
            bool bIsNode, int iNodeID, bool bFilterOffline, string sAuthCode, out HIERARCHY[] aHierarchy)
        {
            lock (Operations.Lock)
            {
                Node[] nodes;
                var code = Operations.GetHierarchy(sAuthCode, bIsNode, iNodeID, bFilterOffline, out nodes);
                aHierarchy = nodes == null ? null : nodes.Select(node => new HIERARCHY
                {
                    iNodeID = node.Id, iParentID = node.Parent, sName = node.Name, sEmail = node.Email,
                    sDescription = node.Description, eStatus = State(node), eType = node.Kind,
                }).ToArray();
                return Code<getHierarchyRet_v2>("getHierarchy", code);
            }
        }

        [WebMethod(EnableSession = true)]
        public setReportDateRet_v2 setReportDate_v2(DateTime dBeginDate, DateTime dEndDate, string sAuthCode)
        {
            lock (Operations.Lock)
                return Code<setReportDateRet_v2>(
                    "setReportDate", Operations.SetReportDate(sAuthCode, dBeginDate, dEndDate));
        }

        [WebMethod(EnableSession = true)]
        public getReportRet_v2 getReport_v2(int iNodeID, nodeRef eNodeRef, string sAuthCode, out string sReport)
        {
            lock (Operations.Lock)
                return Code<getReportRet_v2>("getReport", Operations.GetReport(sAuthCode, iNodeID, out sReport));
        }

        [WebMethod(EnableSession = true)]
        public getSessionRet_V3 getSession_V3(
            int iNodeID, nodeRef eNodeRef, string sAuthCode, out SESSION_V3[] aSessions)
        {
            lock (Operations.Lock)
                return Code<getSessionRet_V3>("getSession", Operations.GetSession(sAuthCode, iNodeID, out aSessions));
        }

        public static nodeState State(Node node)
        {
            return node.Enabled ? nodeState.Offline : nodeState.Disabled;
        }

        Operations Operations
        {
            get { return new Operations(Session); }
        }

        /// SOAP's spelling of a token of the pages: the same letters in another case, and `NodeID` for `NODE`.
        static T Code<T>(string prefix, string token)
        {
            var name = prefix + "_" + (token == "INVALIDPARAM_NODE" ? "InvalidParam_NodeID" : token);
            return (T)Enum.Parse(typeof(T), name, true);
        }
    }
}
