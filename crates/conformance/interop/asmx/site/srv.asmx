<%@ WebService Class="Interop.InfoRouter.Service, interop" %>
