using System.Text;

namespace Plumb.Processing.Configuration;

/// <summary>How properties are spelt in a settings file, and which known name a mistyped one is nearest to.</summary>
public static class SettingNames
{
    /// <summary>The name in a settings file: lower case, words parted by underscores ("MaxDays" gives "max_days").</summary>
    /// <param name="name">The property's name.</param>
    public static string Underscored(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i]) &&
                (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord && name[i - 1] != '_')
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    /// <summary>The known name that takes the fewest edits to reach; null when none is near enough to be meant.</summary>
    /// <param name="name">The name as it was typed.</param>
    /// <param name="known">The names there are.</param>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        // A hostile key may be a megabyte long; no mistyped one is.
        if (name.Length > 64)
        {
            return null;
        }

        var plain = name.Replace('-', '_').ToLowerInvariant();
        var best = known
            .Select(candidate => (Name: candidate, Distance: Math.Min(EditDistance(plain, candidate), EditDistance(Underscored(name), candidate))))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(2, best.Name.Length / 3) ? best.Name : null;
    }

    /// <summary>Least number of insertions, deletions, replacements and swaps of neighbours between two words (a count).</summary>
    private static int EditDistance(string first, string second)
    {
        var distance = new int[first.Length + 1, second.Length + 1];
        for (var i = 0; i <= first.Length; i++)
        {
            distance[i, 0] = i;
        }

        for (var j = 0; j <= second.Length; j++)
        {
            distance[0, j] = j;
        }

        for (var i = 1; i <= first.Length; i++)
        {
            for (var j = 1; j <= second.Length; j++)
            {
                var replaced = distance[i - 1, j - 1] + (first[i - 1] == second[j - 1] ? 0 : 1);
                var least = Math.Min(replaced, Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
                if (i > 1 && j > 1 && first[i - 1] == second[j - 2] && first[i - 2] == second[j - 1])
                {
                    least = Math.Min(least, distance[i - 2, j - 2] + 1);
                }

                distance[i, j] = least;
            }
        }

        return distance[first.Length, second.Length];
    }
}
