<%@ WebService Class="Interop.InfoRouter.NewerService, interop" %>
