using System.Text;
using System.Xml.Linq;
using LlmGateway.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace LlmGateway.Silo.Auth;

/// <summary>ASP.NET's data protection keys where all silos of a cluster find them, sealed under the master key.</summary>
internal sealed class SharedKeyRing(SharedSettings shared) : IXmlRepository
{
    private const string Prefix = "data-protection/";

    public IReadOnlyCollection<XElement> GetAllElements() => [.. shared.List(Prefix).Select(element => XElement.Parse(Encoding.UTF8.GetString(element)))];

    public void StoreElement(XElement element, string friendlyName) =>
        shared.Change(Prefix + friendlyName, _ => Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)));
}
