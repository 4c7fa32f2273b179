using System.Xml.Linq;
using LlmGateway.Storage;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Auth;

/// <summary>Wraps ASP.NET's data protection keys under the master key before they are written to their folder.</summary>
/// <remarks>They are not wrapped anew when the master key is rotated: without the old one, people sign in again.</remarks>
internal sealed class MasterKeyXml(MasterKeys masters) : IXmlEncryptor, IConfigureOptions<KeyManagementOptions>
{
    /// <summary>What the wrapped text is, so that nothing else can be put in its place.</summary>
    public const string Context = "data-protection";

    public const string KeyId = "masterKey";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var wrapped = masters.Wrap(System.Text.Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)), Context);
        return new EncryptedXmlInfo(
            new XElement("encryptedKey", new XAttribute(KeyId, masters.NewestId), Convert.ToBase64String(wrapped)), typeof(MasterKeyXmlDecryptor));
    }

    public void Configure(KeyManagementOptions options) => options.XmlEncryptor = this;
}
