using System.Text;
using System.Xml.Linq;
using LlmGateway.Storage;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace LlmGateway.Silo.Auth;

/// <summary>Opens what <see cref="MasterKeyXml"/> wrapped; ASP.NET makes it by the name in the file.</summary>
internal sealed class MasterKeyXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var keyId = encryptedElement.Attribute(MasterKeyXml.KeyId)?.Value ?? "";
        var plain = services.GetRequiredService<MasterKeys>().Unwrap(keyId, Convert.FromBase64String(encryptedElement.Value), MasterKeyXml.Context);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
