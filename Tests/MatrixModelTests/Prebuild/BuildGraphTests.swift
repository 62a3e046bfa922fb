import Testing

@testable import MatrixModel

struct BuildGraphTests {
    @Test func everyPythonAndEveryPairIsThereOnceEachPythonBeforeItsModules() throws {
        let graph = try graph(["3.13.5+6.1.1", "3.13.5+5.0.2", "3.9.2+4.9.4"], modes: [.daemon, .embedded])
        #expect(
            graph.nodes.map(\.description) == [
                "Python 3.13.5", "mod_wsgi 6.1.1 for Python 3.13.5", "mod_wsgi 5.0.2 for Python 3.13.5", "Python 3.9.2",
                "mod_wsgi 4.9.4 for Python 3.9.2",
            ])
        #expect(graph.dependents(of: graph.nodes[0]) == Array(graph.nodes[1...2]))
        #expect(graph.unsupported.isEmpty)
    }

    @Test func aPairThatCannotBeBuiltNeedsNoPythonUnlessItIsForced() throws {
        let refused = try graph(["3.9.2+6.1.1"])
        #expect(refused.nodes == [])
        #expect(refused.unsupported.map(\.node.description) == ["mod_wsgi 6.1.1 for Python 3.9.2"])
        #expect(refused.unsupported.first?.reason.isEmpty == false)
        #expect(try graph(["3.9.2+6.1.1"], force: true).nodes.count == 2)
    }

    @Test func whoHasTheMostBehindItGoesFirst() throws {
        let graph = try graph(["3.13.5+6.1.1", "3.13.5+5.0.2", "3.9.2+4.9.4"])
        let seconds: [String: Int] = [
            "Python 3.13.5": 10, "mod_wsgi 6.1.1 for Python 3.13.5": 1, "mod_wsgi 5.0.2 for Python 3.13.5": 7,
            "Python 3.9.2": 12, "mod_wsgi 4.9.4 for Python 3.9.2": 4,
        ]
        let paths = graph.criticalPaths { .seconds(seconds["\($0)"] ?? 0) }
        #expect(graph.nodes.map { paths[$0] } == [17, 1, 7, 16, 4].map { .seconds($0) })
    }

    @Test func aPairIsExpectedToFailOnlyWhenAllItsCellsAre() throws {
        let failure = ExpectedFailure(.failed, reason: "known", source: "built here")
        let other = ExpectedFailure(.leak, reason: "known", source: "built here")
        func expected(_ failures: [ExpectedFailure?]) throws -> Bool {
            let modes: [WSGIMode] = [.daemon, .embedded]
            let rows = try zip(modes, failures).map { mode, expected in
                Plan.Row(try cell("3.13.5+6.1.1+\(mode.rawValue)+event"), unsupported: nil, expected: expected)
            }
            return try !graph(Plan(rows)).expected.isEmpty
        }
        #expect(try expected([failure, failure]))
        #expect(try !expected([failure, nil]))
        #expect(try !expected([other, other]))
    }

    private func graph(_ pairs: [String], modes: [WSGIMode] = [.daemon], force: Bool = false) throws -> BuildGraph {
        let cells = try pairs.flatMap { pair in try modes.map { try cell("\(pair)+\($0.rawValue)+event") } }
        return try graph(Plan(cells.map { Plan.Row($0, unsupported: nil, expected: nil) }), force: force)
    }

    private func graph(_ plan: Plan, force: Bool = false) throws -> BuildGraph {
        BuildGraph(
            plan.rows.map { ($0.cell.served, $0.expected) }, recipes: try PlanFixture().recipes, compiler: "gcc 12.2.0",
            force: force)
    }

    private func cell(_ name: String) throws -> TrialCell {
        try #require(TrialCell(name, defaultTopology: .standalone, defaultDriver: "pymongo-4.20.0"))
    }
}
