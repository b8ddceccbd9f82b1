using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Plumb.Web.Tests")]
