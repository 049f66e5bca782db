// The types of the vendor's contract, named as its pages, its WSDL's readers and its C# samples name them. Where nothing
// prints a spelling (`doubt` in the specs), the vendor's habits decide, as they do in the specs.

namespace Interop.Rescue
{
    public enum loginRet { login_Error, login_OK, login_Invalid, login_LimitReached, login_GlobalIpRestricted }

    public enum logoutRet { logout_Error, logout_OK, logout_NotLoggedIn }

    public enum requestAuthCodeRet
    {
        requestAuthCode_Error, requestAuthCode_OK, requestAuthCode_Invalid, requestAuthCode_PollRateExceeded,
    }

    public enum createUserRet
    {
        createUser_Error, createUser_OK, createUser_NotLoggedIn, createUser_InvalidParam_Parent,
        createUser_Invalid_SecretAuthCode, createUser_User_Deleted_Or_Disabled,
    }

    public enum createUsersRet
    {
        createUsers_Error, createUsers_OK, createUsers_NotLoggedIn, createUsers_InvalidParam_Parent,
        createUsers_Invalid_SecretAuthCode, createUsers_User_Deleted_Or_Disabled,
    }

    // The codes lose the version that the operation has.
    public enum setUserRet_v2
    {
        setUser_Error, setUser_OK, setUser_NotLoggedIn, setUser_InvalidParam_MobileAddOn, setUser_InvalidParam_Status,
        setUser_InvalidParam_NodeID, setUser_InvalidParam_Name, setUser_InvalidParam_Email,
        setUser_InvalidParam_Email_Already_In_Use, setUser_InvalidParam_Missing_Current_Password,
        setUser_InvalidParam_Password_Cannot_Contain_Whitespace_Characters,
        setUser_InvalidParam_Password_Has_To_Be_At_Least_8_Characters_Long,
        setUser_InvalidParam_Password_Has_To_Contain_At_Least_Two_Uppercase_Letters_Or_Special_Characters,
        setUser_InvalidParam_Password_Length_Has_To_Be_Bigger_Than_Zero,
        setUser_InvalidParam_Password_Does_Not_Meet_The_Minimum_Password_Strenght_Requirements,
        setUser_InvalidParam_New_Passwords_Do_Not_Match, setUser_InvalidParam_Current_And_New_Password_Match,
        setUser_InvalidParam_Current_Password_Is_Wrong, setUser_InvalidParam_Missing_Confirmation_Password,
        setUser_Not_Enough_Seat_Licenses_Available,
        setUser_Node_Cannot_Be_Enabled_Because_Its_Parent_Node_Is_Disabled, setUser_InvalidParam_RPATAddOn,
        setUser_Invalid_SecretAuthCode, setUser_User_Deleted_Or_Disabled,
        // Of a later version of the service.
        setUser_Approval_Pending,
    }

    public enum setGroupRet_v2
    {
        setGroup_Error, setGroup_OK, setGroup_NotLoggedIn, setGroup_InvalidParam_NodeID, setGroup_InvalidParam_Name,
        setGroup_InvalidParam_Status, setGroup_InvalidParam_Permission, setGroup_InvalidParam_LockedPermission,
        setGroup_InvalidParam_StandardConcurrentLimit, setGroup_InvalidParam_MobileConcurrentLimit,
        setGroup_InvalidParam_RPATConcurrentLimit, setGroup_Not_Enough_Seat_Licenses_Available,
        setGroup_Node_Cannot_Be_Enabled_Because_Its_Parent_Node_Is_Disabled, setGroup_Invalid_SecretAuthCode,
        setGroup_User_Deleted_Or_Disabled,
    }

    public enum getGroupRet_v2
    {
        getGroup_OK, getGroup_Error, getGroup_NotLoggedIn, getGroup_InvalidParam_NodeID,
        getGroup_Invalid_SecretAuthCode, getGroup_User_Deleted_Or_Disabled,
    }

    public enum getUserRet_v3
    {
        getUser_OK, getUser_Error, getUser_NotLoggedIn, getUser_InvalidParam_NodeID, getUser_User_Deleted_Or_Disabled,
        getUser_Invalid_SecretAuthCode, getUser_InvalidParam_Email, getUser_Invalid_EmailAndNodeIdBothSpecified,
    }

    public enum getHierarchyRet_v2
    {
        getHierarchy_OK, getHierarchy_Error, getHierarchy_NotLoggedIn, getHierarchy_InvalidParam_NodeID,
        getHierarchy_Invalid_SecretAuthCode, getHierarchy_User_Deleted_Or_Disabled,
    }

    public enum setReportDateRet_v2
    {
        setReportDate_Error, setReportDate_OK, setReportDate_NotLoggedIn, setReportDate_InvalidFormat,
        setReportDate_InvalidDateRange, setReportDate_Invalid_SecretAuthCode, setReportDate_User_Deleted_Or_Disabled,
    }

    public enum getReportRet_v2
    {
        getReport_Error, getReport_OK, getReport_NotLoggedIn, getReport_PollRateExceeded,
        getReport_Invalid_SecretAuthCode, getReport_User_Deleted_Or_Disabled,
    }

    public enum getSessionRet_V3
    {
        getSession_OK, getSession_Error, getSession_NotLoggedIn, getSession_InvalidParam_NodeID,
        getSession_Invalid_SecretAuthCode, getSession_User_Deleted_Or_Disabled,
    }

    public enum nodeRef { NODE, CHANNEL, EXTERNALROOT, EXTERNALTECH, EXTERNALGROUP }

    // Of the vendor's 37 those that the sessions here are in.
    public enum sessionStatus
    {
        SESSION_WAITING, SESSION_PICKEDUP,
        // Of a later version of the service.
        SESSION_ANSWEREDBYMACHINE,
    }

    public enum nodeStatus { Enabled, Disabled }

    // An enumeration, while the other add-on is a boolean.
    public enum hasMobileAddon { True, False }

    public enum nodeState { Disabled, Offline, Online, Busy, Away }

    public enum nodeType
    {
        Root, MasterAdministrators, Administrators, Technicians, AdministratorGroup, TechnicianGroup,
        MasterAdministrator, Administrator, Technician, AdministratorLink, AdministratorGroupLink, Channel, PseudoGroup,
    }

    public enum NODE_PERMISSIONS_V2
    {
        RemoteControl, RemoteView, SendFile, SendURL, ViewSystemInformation, RebootClientComputer, ReceiveFile,
        SessionRecording, PrivateSessions, OneTimePermission, FileManagement, ScriptRunning, UnlimitedScripting,
        SessionTransferNotAllowed, EditCustomField, WindowsCredentialsRequestNotAllowed,
        ClipboardSynchronizationNotAllowed, CallingCardDeployment, ScreenSharingNotAllowed, CollaborationNotAllowed,
        DeviceConfiguration, ChatSuppression, ChatSuppressionConsoleSwitch, UnattendedAccess, SessionHoldNotAllowed,
        ConnectOnLan,
        // Of a later version of the service.
        AnnotationNotAllowed,
    }

    public class GROUP_V2
    {
        public int iNodeID;
        public string sName;
        public string sDescription;
        public nodeType eType;
        public NODE_PERMISSIONS_V2[] aPermissions;
        public NODE_PERMISSIONS_V2[] aLockedPermissions;
        public bool bIsEnabled;
        public int iStandardConcurrentLimit;
        public int iMobileConcurrentLimit;
        public int iRPATConcurrentLimit;
    }

    public class USER_V3
    {
        public int iNodeID;
        public string sName;
        public string sNick;
        public string sEmail;
        public string sSSOID;
        public string sDescription;
        public nodeType eType;
        public bool bAccountHolder;
        public bool hasMobileAddon;
        public bool hasRPATAddon;
        public nodeState eStatus;
    }

    public class HIERARCHY
    {
        public int iNodeID;
        public int iParentID;
        public string sName;
        public string sEmail;
        public string sDescription;
        public nodeState eStatus;
        public nodeType eType;
    }

    public class USERDATA
    {
        public string uniqueid;
        public int iParentID;
        public string sName;
        public string sNick;
        public string sEmail;
        public string sSSOID;
        public string sPwd;
        public string sConfPwd;
        public nodeStatus eStatus;
    }

    public class SESSION_V3
    {
        public int iID;
        public sessionStatus bStatus;
        public string sStatus;
        public int iEntry;
        public string sEntry;
        public int iTechnician;
        public string sTechnician;
        public string sStartTime;
        public int iWaitingTimeInSec;
        public string sCustomField0;
        public string sCustomField1;
        public string sCustomField2;
        public string sCustomField3;
        public string sCustomField4;
        public string sCustomField5;
        public string sLanguage;
        public string sTransferredTo;
        public string sTransferredComment;
        public bool bIsLead;
        public bool bHandingOff;
    }
}
