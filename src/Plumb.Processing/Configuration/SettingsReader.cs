using System.Text;

namespace Plumb.Processing.Configuration;

/// <summary>
/// Reads settings and scenes: YAML text into a tree of records. Names are the properties' in lower case with underscores;
/// what the file leaves out keeps its default. Unknown names, wrong types, values out of range, names set twice and
/// everything YAML has beyond sections, lists and values are refused with file and line. Safe for threads.
/// </summary>
public static class SettingsReader
{
    /// <summary>Reads a tree from text.</summary>
    /// <typeparam name="T">Root record of the tree, such as <see cref="PlumbSettings"/>.</typeparam>
    /// <param name="yamlText">The text, at most 1 MiB (2^20 characters); an empty one gives the defaults.</param>
    /// <param name="fileName">Name of the file for messages.</param>
    /// <exception cref="RequestException">The text is not a settings file: every mistake with its line.</exception>
    public static T Read<T>(string yamlText, string fileName)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(yamlText);
        ArgumentNullException.ThrowIfNull(fileName);
        return SettingsBinder.Bind<T>(SettingsDocument.Parse(yamlText, fileName), fileName);
    }

    /// <summary>Reads a tree from a file in UTF-8.</summary>
    /// <typeparam name="T">Root record of the tree, such as <see cref="PlumbSettings"/>.</typeparam>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="RequestException">There is no such file, it cannot be read, or it is not a settings file.</exception>
    public static T ReadFile<T>(string path)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path))
        {
            throw new RequestException($"{path} is a folder; name the settings file in it.");
        }

        try
        {
            using var stream = File.OpenRead(path);
            // One byte more than is allowed tells a file that is too large, also where no length is known.
            var bytes = new byte[SettingsDocument.LargestFile + 1];
            var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (count > SettingsDocument.LargestFile)
            {
                throw new RequestException($"{path}: a settings file is at most 1 MiB; this one is larger. Is it the right file?");
            }

            var text = Encoding.UTF8.GetString(bytes, 0, count);
            return Read<T>(text.StartsWith('\uFEFF') ? text[1..] : text, path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RequestException($"{path}: there is no such file. 'plumb init' writes one for a folder of products.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"{path} cannot be read: {error.Message}", error);
        }
    }
}
