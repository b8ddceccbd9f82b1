using Plumb.Formats.Hdf5;
using Plumb.Formats.Store;
using Plumb.Formats.Tests.Store;

namespace Plumb.Formats.Tests.Hdf5;

public class Hdf5FileTests
{
    private static void Require() => Assert.SkipUnless(Hdf5File.IsAvailable, "There is no libhdf5 on this machine.");

    private static void Make(string path)
    {
        using var file = Hdf5File.Create(path);
        file.WriteAttribute("/", "FILE_TYPE", "timeseries");
        file.WriteAttribute("/", "NAME", "überall");
        file.WriteAttribute("/", "EMPTY", "");
        using (var cube = file.CreateDataset("cube", Hdf5Type.Real32, new Hdf5Layout([4, 6, 10], [1, 6, 10], 1)))
        {
            cube.Write<float>([0, 0, 0], [4, 6, 10], [.. Enumerable.Range(0, 240).Select(i => i == 7 ? float.NaN : i * 0.5f)]);
        }

        file.WriteAttribute("cube", "UNIT", "m");
        using (var dates = file.CreateTextDataset("date", 8, new Hdf5Layout([2, 2])))
        {
            dates.WriteTexts(["20200101", "20200113", "20200113", "2020"]);
        }

        using (var keep = file.CreateDataset("keep", Hdf5Type.Truth, new Hdf5Layout([3])))
        {
            keep.Write<sbyte>([0], [3], [1, 0, 1]);
        }

        using (var counts = file.CreateDataset("counts", Hdf5Type.Signed16, new Hdf5Layout([3])))
        {
            counts.Write<int>([0], [3], [-5, 6, 700]);
        }

        file.Finish(Durability.ProcessOnly);
    }

    [Fact]
    public void What_is_written_comes_back()
    {
        Require();
        using var folder = new TemporaryFolder();
        Make(folder["a.h5"]);
        using var file = Hdf5File.Open(folder["a.h5"]);
        Assert.Equal(["counts", "cube", "date", "keep"], file.Names());
        Assert.Equal("timeseries", file.ReadAttributes()["FILE_TYPE"]);
        Assert.Equal("überall", file.ReadAttributes()["NAME"]);
        Assert.Equal("", file.ReadAttributes()["EMPTY"]);
        Assert.Equal("m", file.ReadAttributes("cube")["UNIT"]);
        using var cube = file.OpenDataset("cube");
        Assert.Equal([4, 6, 10], cube.Shape);
        Assert.Equal([1, 6, 10], cube.Chunk);
        Assert.Equal(Hdf5Kind.Real, cube.Kind);
        var part = new double[2 * 3];
        cube.Read([2, 5, 7], [2, 1, 3], part.AsSpan());
        Assert.Equal([88.5, 89, 89.5, 118.5, 119, 119.5], part);
        var one = new float[1];
        cube.Read([0, 0, 7], [1, 1, 1], one.AsSpan());
        Assert.True(float.IsNaN(one[0]));
        using var dates = file.OpenDataset("date");
        Assert.Equal(["20200101", "20200113", "20200113", "2020"], dates.ReadTexts(10));
        using var keep = file.OpenDataset("keep");
        Assert.Equal(Hdf5Kind.Enumeration, keep.Kind);
        Assert.Equal<byte>([1, 0, 1], keep.ReadAll<byte>(10));
        Assert.Equal<float>([1, 0, 1], keep.ReadAll<float>(10));
        using var counts = file.OpenDataset("counts");
        Assert.Equal([-5, 6, 700], counts.ReadAll<int>(10));
    }

    [Fact]
    public void Requests_that_do_not_fit_are_refused()
    {
        Require();
        using var folder = new TemporaryFolder();
        Make(folder["a.h5"]);
        using var file = Hdf5File.Open(folder["a.h5"]);
        using var cube = file.OpenDataset("cube");
        Assert.Throws<ArgumentException>(() => cube.Read([0, 0, 0], [4, 6, 11], new float[264].AsSpan()));
        Assert.Throws<ArgumentException>(() => cube.Read([-1, 0, 0], [1, 1, 1], new float[1].AsSpan()));
        Assert.Throws<ArgumentException>(() => cube.Read([long.MaxValue, 0, 0], [1, 1, 1], new float[1].AsSpan()));
        Assert.Throws<ArgumentException>(() => cube.Read([0, 0], [1, 1], new float[1].AsSpan()));
        Assert.Throws<ArgumentException>(() => cube.Read([0, 0, 0], [1, 1, 2], new float[1].AsSpan()));
        Assert.Throws<RequestException>(() => cube.ReadTexts(1000));
        Assert.Throws<RequestException>(() => cube.ReadAll<float>(239));
        using var dates = file.OpenDataset("date");
        Assert.Throws<RequestException>(() => dates.ReadAll<float>(100));
        Assert.Throws<RequestException>(() => file.OpenDataset("/"));
        Assert.Contains("none", Assert.Throws<RequestException>(() => file.OpenDataset("none")).Message, StringComparison.Ordinal);
        Assert.Throws<RequestException>(() => file.ReadAttributes("none"));
        Assert.Throws<RequestException>(() => Hdf5File.Open(folder["absent.h5"]));
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Names());
    }

    [Fact]
    public void The_same_content_makes_the_same_bytes()
    {
        Require();
        using var folder = new TemporaryFolder();
        Make(folder["a.h5"]);
        Thread.Sleep(1100);
        Make(folder["b.h5"]);
        Assert.Equal(File.ReadAllBytes(folder["a.h5"]), File.ReadAllBytes(folder["b.h5"]));
    }

    [Fact]
    public void An_unfinished_file_leaves_nothing()
    {
        Require();
        using var folder = new TemporaryFolder();
        using (var file = Hdf5File.Create(folder["a.h5"]))
        {
            file.WriteAttribute("/", "A", "b");
        }

        Assert.Empty(Directory.GetFileSystemEntries(folder.Location));
        Assert.ThrowsAny<IOException>(() => Hdf5File.Create(folder["no/such/folder/a.h5"]));
    }

    [Fact]
    public void Many_threads_may_read()
    {
        Require();
        using var folder = new TemporaryFolder();
        Make(folder["a.h5"]);
        Parallel.For(0, 64, i =>
        {
            using var file = Hdf5File.Open(folder["a.h5"]);
            using var cube = file.OpenDataset("cube");
            var row = new float[10];
            cube.Read([i % 4, 3, 0], [1, 1, 10], row.AsSpan());
            Assert.Equal(((i % 4 * 60) + 30) * 0.5f, row[0]);
            Assert.Throws<RequestException>(() => file.OpenDataset("none"));
        });
    }

    [Fact]
    public void Files_by_h5py_are_read()
    {
        Require();
        using var folder = new TemporaryFolder();
        Python.Run(
            $"""
            import h5py, numpy as np
            with h5py.File(r'{folder["p.h5"]}', 'w') as f:
                f['v'] = np.array(['a', 'bcd', ''], dtype=h5py.string_dtype())
                f['s'] = np.array([b'20200101'], dtype='S8')
                f['t'] = np.array([True, False])
                f['big'] = np.arange(6, dtype='>i4').reshape(2, 3)
                f['scalar'] = 2.5
                f.attrs['fixed'] = np.bytes_('text')
                f.attrs['number'] = 0.05546576
                f.attrs['count'] = np.int64(-7)
                f.attrs['list'] = [1, 2, 3]
                f.attrs['none'] = h5py.Empty('f')
                f.attrs['truth'] = True
            """);
        using var file = Hdf5File.Open(folder["p.h5"]);
        var attributes = file.ReadAttributes();
        Assert.Equal("text", attributes["fixed"]);
        Assert.Equal("0.05546576", attributes["number"]);
        Assert.Equal("-7", attributes["count"]);
        Assert.Equal("1,2,3", attributes["list"]);
        Assert.Equal("1", attributes["truth"]);
        Assert.False(attributes.ContainsKey("none"));
        using var v = file.OpenDataset("v");
        Assert.Equal(["a", "bcd", ""], v.ReadTexts(3));
        using var s = file.OpenDataset("s");
        Assert.Equal(["20200101"], s.ReadTexts(3));
        using var t = file.OpenDataset("t");
        Assert.Equal<byte>([1, 0], t.ReadAll<byte>(3));
        using var big = file.OpenDataset("big");
        Assert.Equal<short>([0, 1, 2, 3, 4, 5], big.ReadAll<short>(6));
        using var scalar = file.OpenDataset("scalar");
        Assert.Equal<double>([2.5], scalar.ReadAll<double>(1));
    }

    [Fact]
    public void H5py_reads_what_is_written()
    {
        Require();
        using var folder = new TemporaryFolder();
        Make(folder["a.h5"]);
        var said = Python.Run(
            $"""
            import h5py, numpy as np
            with h5py.File(r'{folder["a.h5"]}', 'r') as f:
                assert f.attrs['FILE_TYPE'] == 'timeseries' and f.attrs['NAME'] == 'überall' and f.attrs['EMPTY'] == ''
                assert f['cube'].attrs['UNIT'] == 'm' and f['cube'].dtype == np.float32 and f['cube'].chunks == (1, 6, 10)
                assert f['cube'][3, 5, 9] == 119.5 and np.isnan(f['cube'][0, 0, 7])
                assert f['date'].dtype == np.dtype('S8') and f['date'][1, 1] == b'2020'
                assert f['keep'].dtype == bool and f['keep'][:].tolist() == [True, False, True]
                assert f['counts'].dtype == np.int16 and f['counts'][:].tolist() == [-5, 6, 700]
                print('good')
            """);
        Assert.Equal("good", said.Trim());
    }
}
