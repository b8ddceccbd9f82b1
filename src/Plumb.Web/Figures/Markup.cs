using System.Text;

namespace Plumb.Web.Figures;

/// <summary>Text from files, made safe for XML and HTML.</summary>
internal static class Markup
{
    /// <summary>The text with every character that has a meaning in markup replaced; characters XML forbids become U+FFFD.</summary>
    public static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '&': safe.Append("&amp;"); break;
                case '<': safe.Append("&lt;"); break;
                case '>': safe.Append("&gt;"); break;
                case '"': safe.Append("&quot;"); break;
                case '\'': safe.Append("&#39;"); break;
                case '\t' or '\n' or '\r': safe.Append(c); break;
                case < ' ' or '\uFFFE' or '\uFFFF': safe.Append('\uFFFD'); break;
                default:
                    if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                    {
                        safe.Append(c).Append(text[++i]);
                    }
                    else
                    {
                        safe.Append(char.IsSurrogate(c) ? '\uFFFD' : c);
                    }

                    break;
            }
        }

        return safe.ToString();
    }
}
