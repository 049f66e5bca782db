<%@ WebService Class="Interop.Rescue.Api, interop" %>
