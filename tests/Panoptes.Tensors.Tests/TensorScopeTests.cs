using Panoptes.Foundation;

namespace Panoptes.Tensors.Tests;

public sealed class TensorScopeTests
{
    [Fact]
    public void Tensors_are_freed_with_the_scope_that_was_open_when_they_were_made()
    {
        var before = TensorScope.LiveTensors;
        Tensor made;
        using (TensorScope.Open())
        {
            made = Tensor.Zeros([3]).Add(1);
            Assert.Equal(before + 2, TensorScope.LiveTensors);
        }

        Assert.True(made.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => made.Sum());
        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void A_returned_tensor_moves_to_the_enclosing_scope_and_a_kept_one_to_the_caller()
    {
        var before = TensorScope.LiveTensors;
        Tensor returned, kept;
        using (TensorScope.Open())
        {
            using (var inner = TensorScope.Open())
            {
                returned = inner.Return(Tensor.Ones([2]));
                kept = Tensor.Ones([2]).Keep();
            }

            Assert.False(returned.IsDisposed);
        }

        Assert.True(returned.IsDisposed);
        Assert.False(kept.IsDisposed);
        kept.Dispose();
        kept.Dispose();
        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void Only_a_tensor_of_the_scope_can_be_returned_from_it()
    {
        using var outer = TensorScope.Open();
        var other = Tensor.Ones([1]);
        using var inner = TensorScope.Open();
        Assert.Throws<InvalidOperationException>(() => inner.Return(other));
    }

    [Fact]
    public void An_outer_scope_cannot_close_before_an_inner_one()
    {
        var outer = TensorScope.Open();
        var inner = TensorScope.Open();
        Assert.Throws<InvalidOperationException>(outer.Dispose);
        inner.Dispose();
        outer.Dispose();
        outer.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_mix_of_making_keeping_returning_and_disposing_leaves_nothing_alive(long seed)
    {
        var random = new SeededRandom(seed);
        var before = TensorScope.LiveTensors;
        var kept = new List<Tensor>();
        Play(depth: 0);
        Assert.Equal(before + kept.Count(t => !t.IsDisposed), TensorScope.LiveTensors);
        kept.ForEach(t => t.Dispose());
        Assert.Equal(before, TensorScope.LiveTensors);

        void Play(int depth)
        {
            using var scope = TensorScope.Open();
            var mine = new List<Tensor>();
            for (var k = 0; k < 40; k++)
            {
                switch (random.NextInt(0, 6))
                {
                    case 0 or 1:
                        mine.Add(Tensor.Full([random.NextInt(0, 4)], k));
                        break;
                    case 2 when mine.Count > 0:
                        mine[random.NextInt(0, mine.Count)].Dispose();
                        break;
                    case 3 when mine.Count > 0:
                        var at = random.NextInt(0, mine.Count);
                        kept.Add(mine[at].Keep());
                        mine.RemoveAt(at);
                        break;
                    case 4 when mine.Find(t => !t.IsDisposed) is { } alive:
                        mine.Remove(alive);
                        scope.Return(alive);
                        if (depth == 0)
                        {
                            kept.Add(alive);
                        }

                        break;
                    case 5 when depth < 3:
                        Play(depth + 1);
                        break;
                    default:
                        break;
                }
            }
        }
    }

    [Fact]
    public void Two_threads_work_in_scopes_of_their_own()
    {
        var before = TensorScope.LiveTensors;
        var sums = new double[2];
        var failures = new Exception?[2];
        var threads = Enumerable.Range(0, 2).Select(k => new Thread(() =>
        {
            try
            {
                using var noGrad = Autograd.NoGrad();
                for (var round = 0; round < 200; round++)
                {
                    using var scope = TensorScope.Open();
                    var x = Tensor.Full([64], k + 1);
                    sums[k] += (x * x).Sum().Item();
                    Assert.Equal(3, scope.Count);
                }
            }
            catch (Exception e)
            {
                failures[k] = e;
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());

        Assert.All(failures, Assert.Null);
        Assert.Equal([200 * 64 * 1.0, 200 * 64 * 4.0], sums);
        Assert.Equal(before, TensorScope.LiveTensors);
        Assert.True(Autograd.IsEnabled);
    }

    [Fact]
    public void Another_thread_cannot_free_a_tensor_that_this_threads_scope_owns()
    {
        using var scope = TensorScope.Open();
        var tensor = Tensor.Ones([1]);
        Exception? seen = null;
        var thread = new Thread(() => seen = Record.Exception(tensor.Dispose));
        thread.Start();
        thread.Join();
        Assert.IsType<InvalidOperationException>(seen);
        Assert.False(tensor.IsDisposed);
    }
}
