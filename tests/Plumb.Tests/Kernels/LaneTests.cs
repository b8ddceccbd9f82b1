using Plumb.Kernels;

namespace Plumb.Tests.Kernels;

public unsafe class LaneTests
{
    [Fact]
    public void Sine_and_cosine_are_within_their_bound() => EachWidth(new SinCosCheck());

    [Fact]
    public void Exponential_and_logarithm_are_within_their_bounds() => EachWidth(new ExpLogCheck());

    [Fact]
    public void Comparisons_and_selections_work_lane_by_lane() => EachWidth(new CompareCheck());

    [Fact]
    public void Tables_and_labels_are_read_lane_by_lane() => EachWidth(new LookupCheck());

    private static void EachWidth<TCheck>(TCheck check)
        where TCheck : ICheck
    {
        check.Run<Lane128>();
        check.Run<Lane256>();
        check.Run<Lane512>();
    }

    private interface ICheck
    {
        void Run<T>()
            where T : unmanaged, ILane<T>;
    }

    private readonly struct SinCosCheck : ICheck
    {
        public void Run<T>()
            where T : unmanaged, ILane<T>
        {
            for (var i = -40000; i <= 40000; i++)
            {
                var angle = i * (MathF.PI / 5000);
                LaneMath.SinCos(T.Splat(angle), out var sine, out var cosine);
                var bound = 1.3e-7 + (3e-8 * Math.Abs(angle));
                Assert.Equal(Math.Sin(angle), *(float*)&sine, bound);
                Assert.Equal(Math.Cos(angle), *(float*)&cosine, bound);
            }

            LaneMath.SinCos(T.Splat(0), out var none, out var one);
            Assert.Equal(0, *(float*)&none);
            Assert.Equal(1, *(float*)&one);
        }
    }

    private readonly struct ExpLogCheck : ICheck
    {
        public void Run<T>()
            where T : unmanaged, ILane<T>
        {
            for (var i = -43400; i <= 43900; i++)
            {
                var x = i * 0.002f;
                var e = LaneMath.Exp(T.Splat(x));
                Assert.InRange(Math.Abs((*(float*)&e / Math.Exp(x)) - 1), 0, 2e-7);
                var number = MathF.Exp(x);
                var l = LaneMath.Log(T.Splat(MathF.Min(number, 8e37f)));
                Assert.Equal(Math.Log(MathF.Min(number, 8e37f)), *(float*)&l, 1.5e-7 * Math.Max(1, Math.Abs(x)));
            }

            var (one, none, small, large) = (LaneMath.Exp(T.Splat(0)), LaneMath.Log(T.Splat(1)), LaneMath.Exp(T.Splat(-1e9f)), LaneMath.Exp(T.Splat(1e9f)));
            Assert.Equal(1, *(float*)&one);
            Assert.Equal(0, *(float*)&none);
            Assert.InRange(*(float*)&small, 0, 2e-38);
            Assert.InRange(*(float*)&large, 1e38, float.MaxValue);
        }
    }

    private readonly struct CompareCheck : ICheck
    {
        public void Run<T>()
            where T : unmanaged, ILane<T>
        {
            var (a, b) = (default(T), T.Splat(2));
            for (var i = 0; i < T.Width; i++)
            {
                ((float*)&a)[i] = i switch { 0 => float.NaN, 1 => -1.5f, 2 => 2, _ => i };
            }

            Assert.Equal(T.Width, sizeof(T) / sizeof(float));
            var picked = T.Select(T.Less(a, b), a, T.Splat(7));
            var same = T.Without(T.Same(a, b), T.Splat(1));
            var floor = T.Floor(a);
            var picks = (float*)&picked;
            Assert.Equal([7, -1.5f, 7, 7], new ReadOnlySpan<float>(picks, 4));
            Assert.Equal([1, 1, 0, 1], new ReadOnlySpan<float>(&same, 4));
            Assert.Equal(-2, ((float*)&floor)[1]);
            Assert.False(T.All(T.Same(a, a)));
            Assert.True(T.All(T.Same(b, b)));
            Assert.True(T.All(T.Same(T.Max(T.Splat(-3), T.Min(b, T.Splat(1))), T.Sqrt(T.Splat(1)))));
            Assert.True(T.All(T.Same(T.Abs(T.Splat(-4)) / b, b)));
        }
    }

    private readonly struct LookupCheck : ICheck
    {
        public void Run<T>()
            where T : unmanaged, ILane<T>
        {
            var table = new LaneTable();
            var bytes = stackalloc byte[32];
            var words = stackalloc short[32];
            for (var i = 0; i < LaneTable.Length; i++)
            {
                table.Entries[i] = i * i;
            }

            // Every entry in every lane.
            for (var first = 0; first < LaneTable.Length; first++)
            {
                T index = default;
                for (var i = 0; i < T.Width; i++)
                {
                    ((float*)&index)[i] = (first + (37 * i)) % LaneTable.Length;
                }

                var found = T.Lookup(table.Start, index);
                for (var i = 0; i < T.Width; i++)
                {
                    var at = ((float*)&index)[i];
                    Assert.Equal(at * at, ((float*)&found)[i]);
                }
            }

            for (var i = 0; i < 32; i++)
            {
                bytes[i] = (byte)(i % 3 == 0 ? 0 : 200 + i);
                words[i] = (short)(i % 3 == 0 ? 0 : -i);
            }

            var fromBytes = T.NonZero(bytes) & T.Splat(1);
            var fromWords = T.NonZero(words) & T.Splat(1);
            for (var i = 0; i < T.Width; i++)
            {
                Assert.Equal(i % 3 == 0 ? 0 : 1, ((float*)&fromBytes)[i]);
                Assert.Equal(i % 3 == 0 ? 0 : 1, ((float*)&fromWords)[i]);
            }
        }
    }
}
