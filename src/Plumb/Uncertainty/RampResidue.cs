using Plumb.Corrections;

namespace Plumb.Uncertainty;

/// <summary>
/// Variance that a field keeps once the ramp that fits it best over the scene is taken off: with Q the orthonormal terms of the ramp at n even places, <c>tr(Q' Gamma Q) / n</c>,
/// Gamma the semivariances between the places, since the ramp holds a constant (as in kriging with a drift; Journel and Huijbregts 1978, section II.D). Static.
/// </summary>
internal static class RampResidue
{
    private const int Side = 12;

    /// <summary>The variance.</summary>
    /// <param name="shape">Shape of the ramp.</param>
    /// <param name="form">Form of the semivariogram.</param>
    /// <param name="width">Width of the scene, metres.</param>
    /// <param name="height">Height of the scene, metres.</param>
    /// <returns>Mean variance over the scene as a factor of the sill (pure number).</returns>
    public static double Of(RampShape shape, DistanceForm form, double width, double height)
    {
        const int places = Side * Side;
        var basis = Basis(shape);
        var sum = 0.0;
        for (var a = 0; a < places; a++)
        {
            for (var b = 0; b < a; b++)
            {
                var (south, east) = (((a / Side) - (b / Side)) * height / Side, ((a % Side) - (b % Side)) * width / Side);
                var alike = 0.0;
                foreach (var term in basis)
                {
                    alike += term[a] * term[b];
                }

                sum += 2 * alike * form.At(Math.Sqrt((south * south) + (east * east)));
            }
        }

        return Math.Max(0, sum / places);
    }

    /// <summary>The terms of the ramp at the places, by Gram and Schmidt; shape (term, place).</summary>
    private static double[][] Basis(RampShape shape)
    {
        var basis = new double[Ramp.TermsOf(shape)][];
        var terms = new double[basis.Length];
        for (var k = 0; k < basis.Length; k++)
        {
            basis[k] = new double[Side * Side];
            for (var place = 0; place < basis[k].Length; place++)
            {
                Ramp.Terms(shape, place / Side, place % Side, Side, Side, terms);
                basis[k][place] = terms[k];
            }

            for (var m = 0; m < k; m++)
            {
                var dot = System.Numerics.Tensors.TensorPrimitives.Dot<double>(basis[k], basis[m]);
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(basis[m], -dot, basis[k], basis[k]);
            }

            System.Numerics.Tensors.TensorPrimitives.Divide(basis[k], System.Numerics.Tensors.TensorPrimitives.Norm<double>(basis[k]), basis[k]);
        }

        return basis;
    }
}
