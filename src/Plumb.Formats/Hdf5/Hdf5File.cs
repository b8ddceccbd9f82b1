using Plumb.Formats.Store;

namespace Plumb.Formats.Hdf5;

/// <summary>
/// An HDF5 file, read or written through libhdf5. The library is entered by one thread at a time, so that any number of
/// threads may use any number of files; they do not get faster by it. Dispose closes the file.
/// </summary>
public sealed unsafe class Hdf5File : IDisposable
{
    private const uint ReadOnlyFlag = 0;
    private const uint TruncateFlag = 2;
    private const int Most = 100_000;
    private const int LongestName = 1024;
    private readonly string? temporary;
    private long id;

    private Hdf5File(string path, string? temporary, long id)
    {
        Location = path;
        this.temporary = temporary;
        this.id = id;
    }

    /// <summary>Whether libhdf5 was found on this machine.</summary>
    public static bool IsAvailable => Hdf5Native.IsAvailable;

    /// <summary>Path of the file.</summary>
    public string Location { get; }

    internal long Id => id > 0 ? id : throw new ObjectDisposedException(nameof(Hdf5File), $"{Location} is closed.");

    /// <summary>Opens a file for reading. No lock is taken on it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RequestException">There is no such file, it is not HDF5, or it is truncated; or there is no libhdf5.</exception>
    public static Hdf5File Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new RequestException($"There is no file {path}. Check the path.");
        }

        using var scope = Hdf5Call.Enter();
        var access = AccessWithoutLock();
        try
        {
            fixed (byte* name = Hdf5Call.Utf8(path))
            {
                return new Hdf5File(path, null, Hdf5Call.Check(Hdf5Native.FileOpen(name, ReadOnlyFlag, access), path, "it could not be opened as HDF5"));
            }
        }
        finally
        {
            _ = Hdf5Native.ListClose(access);
        }
    }

    /// <summary>
    /// Makes a file under a temporary name; <see cref="Finish"/> gives it its own name. Disposing without finishing leaves
    /// nothing. The same content gives the same bytes: no times are stored.
    /// </summary>
    /// <param name="path">The file to make or to replace.</param>
    /// <exception cref="IOException">The file could not be made.</exception>
    /// <exception cref="RequestException">There is no libhdf5.</exception>
    public static Hdf5File Create(string path)
    {
        var temporary = AtomicFile.TemporaryFor(path);
        using var scope = Hdf5Call.Enter();
        var creation = Hdf5Native.ListCreate(Hdf5Native.Exported("H5P_CLS_FILE_CREATE_ID_g"));
        _ = Hdf5Native.ListTrackTimes(creation, 0);
        var access = AccessWithoutLock();
        try
        {
            fixed (byte* name = Hdf5Call.Utf8(temporary))
            {
                return new Hdf5File(path, temporary, Hdf5Call.CheckWrite(Hdf5Native.FileCreate(name, TruncateFlag, creation, access), path, "it could not be made"));
            }
        }
        finally
        {
            _ = Hdf5Native.ListClose(access);
            _ = Hdf5Native.ListClose(creation);
        }
    }

    /// <summary>Names of the links in a group, in alphabetic order.</summary>
    /// <param name="group">The group; "/" is the file's root.</param>
    /// <exception cref="RequestException">There is no such group.</exception>
    public IReadOnlyList<string> Names(string group = "/")
    {
        using var scope = Hdf5Call.Enter();
        var names = new List<string>();
        var buffer = stackalloc byte[LongestName];
        fixed (byte* where = Hdf5Call.Utf8(group))
        {
            var opened = Hdf5Call.Check(Hdf5Native.ObjectOpen(Id, where, 0), Location, $"group {group} could not be opened");
            _ = Hdf5Native.ObjectClose(opened);
            for (var n = 0; n < Most; n++)
            {
                var length = Hdf5Native.LinkName(Id, where, 0, 0, (ulong)n, buffer, LongestName, 0);
                if (length < 0)
                {
                    break;
                }

                names.Add(Hdf5Types.Text(new ReadOnlySpan<byte>(buffer, (int)Math.Min(length, LongestName - 1))));
            }
        }

        return names;
    }

    /// <summary>Whether a link of this name exists; the groups on the way to it must exist.</summary>
    /// <param name="name">Name, "unwrapPhase" or "group/name".</param>
    public bool Exists(string name)
    {
        using var scope = Hdf5Call.Enter();
        fixed (byte* n = Hdf5Call.Utf8(name))
        {
            return Hdf5Native.LinkExists(Id, n, 0) > 0;
        }
    }

    /// <summary>Whether a name is a group and no dataset.</summary>
    /// <param name="name">Name of what exists.</param>
    /// <exception cref="RequestException">There is no such object.</exception>
    public bool IsGroup(string name)
    {
        using var scope = Hdf5Call.Enter();
        var opened = OpenObject(name);
        var type = Hdf5Native.IdType(opened);
        _ = Hdf5Native.ObjectClose(opened);
        return type == 2;
    }

    /// <summary>Attributes of the file's root, a group or a dataset: texts, and numbers as text; lists are joined by commas.</summary>
    /// <param name="name">The object; "/" is the file's root.</param>
    /// <exception cref="RequestException">There is no such object, or an attribute is damaged.</exception>
    public IReadOnlyDictionary<string, string> ReadAttributes(string name = "/")
    {
        using var scope = Hdf5Call.Enter();
        var owner = OpenObject(name);
        try
        {
            return Hdf5Attributes.Read(owner, Location);
        }
        finally
        {
            _ = Hdf5Native.ObjectClose(owner);
        }
    }

    /// <summary>Writes an attribute as h5py writes a text.</summary>
    /// <param name="owner">The object that has it; "/" is the file's root.</param>
    /// <param name="name">Name of the attribute.</param>
    /// <param name="value">Its text.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public void WriteAttribute(string owner, string name, string value)
    {
        using var scope = Hdf5Call.Enter();
        var opened = OpenObject(owner);
        try
        {
            Hdf5Attributes.Write(opened, name, value, Location);
        }
        finally
        {
            _ = Hdf5Native.ObjectClose(opened);
        }
    }

    /// <summary>Opens a dataset.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="RequestException">There is no such dataset, or it is damaged.</exception>
    public Hdf5Dataset OpenDataset(string name)
    {
        using var scope = Hdf5Call.Enter();
        var opened = OpenObject(name);
        if (Hdf5Native.IdType(opened) != 5)
        {
            _ = Hdf5Native.ObjectClose(opened);
            throw new RequestException($"{Location}: '{name}' is a group, not a dataset. Give the name of a dataset.");
        }

        return Hdf5Dataset.Of(this, name, opened);
    }

    /// <summary>Makes a dataset of numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Type of the elements in the file.</param>
    /// <param name="layout">Its shape and chunks.</param>
    /// <exception cref="IOException">It could not be made.</exception>
    public Hdf5Dataset CreateDataset(string name, Hdf5Type type, Hdf5Layout layout)
    {
        using var scope = Hdf5Call.Enter();
        return CreateDataset(name, Hdf5Types.InFile(type), layout);
    }

    /// <summary>Makes a dataset of texts of one length in bytes, as numpy's S type.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="length">Bytes of each text, padded with zeros.</param>
    /// <param name="layout">Its shape and chunks.</param>
    /// <exception cref="IOException">It could not be made.</exception>
    public Hdf5Dataset CreateTextDataset(string name, int length, Hdf5Layout layout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        using var scope = Hdf5Call.Enter();
        return CreateDataset(name, Hdf5Types.FixedText(length), layout);
    }

    /// <summary>Closes the file, which must have no open dataset, and gives it its own name.</summary>
    /// <param name="durability">What the file then survives.</param>
    /// <exception cref="IOException">The last bytes could not be written; nothing is left behind.</exception>
    public void Finish(Durability durability = Durability.Synced)
    {
        if (temporary is null)
        {
            throw new InvalidOperationException($"{Location} was opened for reading.");
        }

        using (Hdf5Call.Enter())
        {
            var status = Hdf5Native.FileClose(Id);
            id = 0;
            if (status < 0)
            {
                File.Delete(temporary);
                _ = Hdf5Call.CheckWrite(status, Location, "it could not be finished");
            }
        }

        try
        {
            using (var handle = File.OpenHandle(temporary, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
            {
                AtomicFile.Sync(handle, durability);
            }

            AtomicFile.Publish(temporary, Location, durability);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.Failed(temporary, Location, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (id <= 0)
        {
            return;
        }

        using (Hdf5Call.Enter())
        {
            _ = Hdf5Native.FileClose(id);
            id = 0;
        }

        if (temporary is not null)
        {
            File.Delete(temporary);
        }
    }

    /// <summary>
    /// HDF5's lock would outlive the file in any process started meanwhile, which inherits the descriptor; and some disks
    /// know no locks. Files are written under a temporary name anyway.
    /// </summary>
    private static long AccessWithoutLock()
    {
        var access = Hdf5Native.ListCreate(Hdf5Native.Exported("H5P_CLS_FILE_ACCESS_ID_g"));
        if (Hdf5Native.ListFileLocking != null)
        {
            _ = Hdf5Native.ListFileLocking(access, 0, 1);
        }

        return access;
    }

    private long OpenObject(string name)
    {
        fixed (byte* n = Hdf5Call.Utf8(name))
        {
            if (name != "/" && Hdf5Native.LinkExists(Id, n, 0) <= 0)
            {
                throw new RequestException($"{Location} holds no '{name}'. Check that the file is what it is taken for.");
            }

            return Hdf5Call.Check(Hdf5Native.ObjectOpen(Id, n, 0), Location, $"'{name}' could not be opened");
        }
    }

    private Hdf5Dataset CreateDataset(string name, long type, Hdf5Layout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var list = Hdf5Native.ListCreate(Hdf5Native.Exported("H5P_CLS_DATASET_CREATE_ID_g"));
        var space = -1L;
        try
        {
            _ = Hdf5Native.ListTrackTimes(list, 0);
            var shape = layout.Shape.Select(s => (ulong)s).ToArray();
            fixed (ulong* s = shape)
            {
                space = shape.Length == 0 ? Hdf5Native.SpaceCreate(0) : Hdf5Native.SpaceSimple(shape.Length, s, null);
            }

            SetChunks(list, layout);
            fixed (byte* n = Hdf5Call.Utf8(name))
            {
                var made = Hdf5Call.CheckWrite(Hdf5Native.DatasetCreate(Id, n, type, space, 0, list, 0), Location, $"dataset {name} could not be made");
                return Hdf5Dataset.Of(this, name, made);
            }
        }
        finally
        {
            _ = space >= 0 ? Hdf5Native.SpaceClose(space) : 0;
            _ = Hdf5Native.ListClose(list);
            _ = Hdf5Native.TypeClose(type);
        }
    }

    private static void SetChunks(long list, Hdf5Layout layout)
    {
        if (layout.Chunk is not { } chunk || layout.Shape.Any(s => s == 0))
        {
            return;
        }

        var sizes = chunk.Zip(layout.Shape, (c, s) => (ulong)Math.Clamp(c, 1, s)).ToArray();
        fixed (ulong* c = sizes)
        {
            _ = Hdf5Native.ListSetChunk(list, sizes.Length, c);
        }

        if (layout.DeflateLevel > 0)
        {
            _ = Hdf5Native.ListSetShuffle(list);
            _ = Hdf5Native.ListSetDeflate(list, (uint)layout.DeflateLevel);
        }
    }
}
