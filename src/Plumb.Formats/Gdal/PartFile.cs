namespace Plumb.Formats.Gdal;

/// <summary>A file under its temporary name: made ready, synced and renamed, or removed.</summary>
internal static class PartFile
{
    internal static string NameFor(string path) => path + ".part";

    /// <summary>Makes sure that the folder exists and that nothing old stands in the way.</summary>
    internal static void Prepare(string part, string path)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } folder)
            {
                Directory.CreateDirectory(folder);
            }

            File.Delete(part);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new IOException($"{path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Brings the file to the disk and gives it its name.</summary>
    internal static void Publish(string part, string path)
    {
        try
        {
            using (var file = new FileStream(part, FileMode.Open, FileAccess.ReadWrite))
            {
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new IOException($"{path} cannot be written: {e.Message}", e);
        }
    }

    internal static void Remove(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            // What cannot be removed is overwritten by the next attempt and is never taken for the result.
        }
    }
}
