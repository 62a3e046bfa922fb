/// All that a plan's cells need from the store, once each.
package struct BuildGraph: Sendable, Equatable {
    /// Python by Python in the plan's order, each before its modules.
    package private(set) var nodes: [BuildNode] = []
    /// Pairs that cannot be built, with the reason.
    package private(set) var unsupported: [(node: BuildNode, reason: String)] = []
    /// Pairs of which every cell of the plan is known to fail: it need not even build.
    package private(set) var expected: [BuildNode: ExpectedFailure] = [:]

    /// Nodes alone, each Python before its modules.
    package init(_ nodes: [BuildNode]) { self.nodes = nodes }

    /// What cells need.
    ///
    /// - Parameters:
    ///   - cells: with how each is known to fail, nil when it is to pass.
    ///   - compiler: named like `gcc 12.2.0`.
    ///   - force: whether pairs are tried that the recipes call unsupported.
    package init(
        _ cells: [(served: Cell, expected: ExpectedFailure?)], recipes: RecipeBook, compiler: String,
        force: Bool = false
    ) {
        var seen: Set<BuildNode> = []
        var expectations: [BuildNode: [ExpectedFailure?]] = [:]
        for (served, expected) in cells {
            let node = BuildNode.module(served.modWsgi, python: served.python)
            expectations[node, default: []].append(expected)
            guard seen.insert(node).inserted else { continue }
            let answer = recipes.compatibility(of: served.modWsgi, with: served.python)
            if !force, answer.isRefused(by: compiler) {
                unsupported.append((node, "\(answer.reason) (\(answer.source))"))
            } else {
                if let needed = node.needed, seen.insert(needed).inserted { nodes.append(needed) }
                nodes.append(node)
            }
        }
        for node in nodes {
            let failures = expectations[node] ?? []
            if let first = failures.first ?? nil, failures.allSatisfy({ $0?.verdict == .failed }) {
                expected[node] = first
            }
        }
    }

    /// What can be built only when `node` is there.
    package func dependents(of node: BuildNode) -> [BuildNode] { nodes.filter { $0.needed == node } }

    /// How long it takes from the start of each node to the end of the last one that waits for it: who has the most to do
    /// goes first.
    package func criticalPaths(_ estimate: (BuildNode) -> Duration) -> [BuildNode: Duration] {
        var paths: [BuildNode: Duration] = [:]
        // A module stands behind its Python.
        for node in nodes.reversed() {
            paths[node, default: .zero] += estimate(node)
            if let needed = node.needed { paths[needed] = max(paths[needed] ?? .zero, paths[node] ?? .zero) }
        }
        return paths
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.nodes == right.nodes && left.expected == right.expected
            && left.unsupported.elementsEqual(right.unsupported) { $0 == $1 }
    }
}
