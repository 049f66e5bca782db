using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Interop.Rescue
{
    /// What is answered as a table by a page: a head, then a line a record, with a `|` behind every cell.
    public static class Reports
    {
        const string SessionHead = "ID|Status|Entry ID|Entry|Technician ID|Technician|Start Time|Waiting Time|Custom Field 0|"
            + "Custom Field 1|Custom Field 2|Custom Field 3|Custom Field 4|Custom Field 5|Language|Transferred To|"
            + "Transferred Comment|Is Lead Technician|HandingOff|";

        /// Whom there is below a node, with the account's own name for a column.
        public static string Of(IEnumerable<Node> nodes)
        {
            var rows = nodes.Where(node => node.IsPerson).Select(node => Row(node.Id, node.Name, node.Description));
            return string.Join("\n", new[] { "Technician ID|Technician Name|Qu'est-ce <é>?|" }.Concat(rows)) + "\n";
        }

        /// One that waits for anybody, one that a technician has and hands over, and one of a later version's kind.
        public static SESSION_V3[] Sessions(Node technician)
        {
            var start = new DateTime(2024, 2, 19, 14, 27, 27);
            return new[]
            {
                new SESSION_V3
                {
                    iID = 1073174914, bStatus = sessionStatus.SESSION_WAITING, sStatus = "Waiting", iEntry = 1927940688,
                    sEntry = "Canal é & <b>", sTechnician = "", sStartTime = Time(start), iWaitingTimeInSec = 2600,
                    sCustomField0 = "Ann Roe", sLanguage = "en",
                },
                new SESSION_V3
                {
                    iID = 1073174915, bStatus = sessionStatus.SESSION_PICKEDUP, sStatus = "Ativas", sEntry = "",
                    iTechnician = technician.Id, sTechnician = technician.Name, sStartTime = Time(start.AddHours(-14)),
                    bIsLead = true, bHandingOff = true, sTransferredComment = "ça va: \"bien\"",
                },
                new SESSION_V3
                {
                    iID = 1073174916, bStatus = sessionStatus.SESSION_ANSWEREDBYMACHINE, sStatus = "Active",
                    sStartTime = Time(start.AddMonths(9)),
                },
            };
        }

        public static string Table(IEnumerable<SESSION_V3> sessions)
        {
            var rows = sessions.Select(one => Row(
                one.iID, one.sStatus, one.iEntry, one.sEntry, one.iTechnician, one.sTechnician,
                // Without the seconds.
                DateTime.Parse(one.sStartTime, CultureInfo.InvariantCulture).ToString("M/d/yyyy h:mm tt", CultureInfo.InvariantCulture),
                one.iWaitingTimeInSec, one.sCustomField0, one.sCustomField1, one.sCustomField2, one.sCustomField3,
                one.sCustomField4, one.sCustomField5, one.sLanguage, one.sTransferredTo, one.sTransferredComment,
                one.bIsLead ? "sim" : "", one.bHandingOff ? "sim" : ""));
            return string.Join("\n", new[] { SessionHead }.Concat(rows)) + "\n";
        }

        static string Time(DateTime time)
        {
            return time.ToString("M/d/yyyy h:mm:ss tt", CultureInfo.InvariantCulture);
        }

        static string Row(params object[] cells)
        {
            return string.Concat(cells.Select(cell => cell + "|"));
        }
    }
}
