// Minimum cost flow by LEMON, the yardstick of Plumb's own solver.
// Standard input, little-endian int32: nodes, arcs; supply of each node; then first node, second node, capacity, cost of each arc.
// Standard output, one line: optimal cost, seconds of one solution (network simplex or, with the argument "scaling", cost scaling).
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>

#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

using lemon::StaticDigraph;

static std::vector<int32_t> read(size_t count) {
    std::vector<int32_t> values(count);
    if (fread(values.data(), sizeof(int32_t), count, stdin) != count) {
        fprintf(stderr, "input ends too early\n");
        exit(2);
    }
    return values;
}

template <typename Solver>
static int solve(const StaticDigraph &graph, const StaticDigraph::ArcMap<int64_t> &capacity,
                 const StaticDigraph::ArcMap<int64_t> &cost, const StaticDigraph::NodeMap<int64_t> &supply) {
    auto begin = std::chrono::steady_clock::now();
    Solver solver(graph);
    auto result = solver.upperMap(capacity).costMap(cost).supplyMap(supply).run();
    double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (result != Solver::OPTIMAL) {
        printf("none %.6f\n", seconds);
        return 0;
    }
    printf("%lld %.6f\n", (long long)solver.template totalCost<int64_t>(), seconds);
    return 0;
}

int main(int argc, char **argv) {
    auto head = read(2);
    auto supplies = read(head[0]);
    auto arcs = read(4 * (size_t)head[1]);

    // A static graph wants its arcs by their first nodes.
    std::vector<size_t> order(head[1]), start(head[0] + 1);
    for (int a = 0; a < head[1]; a++) start[arcs[4 * (size_t)a] + 1]++;
    for (int n = 0; n < head[0]; n++) start[n + 1] += start[n];
    for (int a = 0; a < head[1]; a++) order[start[arcs[4 * (size_t)a]]++] = a;

    std::vector<std::pair<int, int>> ends;
    for (size_t a : order) ends.emplace_back(arcs[4 * a], arcs[4 * a + 1]);
    StaticDigraph graph;
    graph.build(head[0], ends.begin(), ends.end());
    StaticDigraph::ArcMap<int64_t> capacity(graph), cost(graph);
    StaticDigraph::NodeMap<int64_t> supply(graph);
    for (int a = 0; a < head[1]; a++) {
        capacity[graph.arc(a)] = arcs[4 * order[a] + 2];
        cost[graph.arc(a)] = arcs[4 * order[a] + 3];
    }
    for (int n = 0; n < head[0]; n++) supply[graph.node(n)] = supplies[n];

    bool scaling = argc > 1 && strcmp(argv[1], "scaling") == 0;
    return scaling ? solve<lemon::CostScaling<StaticDigraph, int64_t, int64_t>>(graph, capacity, cost, supply)
                   : solve<lemon::NetworkSimplex<StaticDigraph, int64_t, int64_t>>(graph, capacity, cost, supply);
}
