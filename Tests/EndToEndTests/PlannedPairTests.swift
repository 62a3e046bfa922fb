import MatrixHost
import MatrixTestSupport
import SystemPackage
import Testing

extension EndToEnd {
    /// With a fake CPython and a fake mod_wsgi: what is fake about them is said at `FakePair`.
    @Suite("A plan of a fake pair", .timeLimit(.minutes(5))) struct PlannedPairTests {
        @Test("tells what is in the store, and learns from it how long the rest takes")
        func states() async throws {
            try await withTemporaryFolder { root in
                let pair = try await FakePair(in: root)
                try Files.writeFile(
                    pair.recipes.appending("matrix.yaml"),
                    """
                    format: 1
                    kind: matrix
                    axes: {python: ["\(FakePair.python)"], mod_wsgi: ["\(FakePair.modWsgi)"]}
                    selections:
                      fake: {why: "the fake pair", cells: [{python: "\(FakePair.python)", mod_wsgi: ["\(FakePair.modWsgi)", "6.0.6"]}]}

                    """)
                let tool = Tool(store: root.appending("store"))
                func states() async throws -> [String] {
                    let plan = try await tool.answer(
                        Planned.self, "plan", "--select", "fake", "--recipes", pair.recipes.string)
                    return (plan.pythons + plan.pairs).map { build in
                        let state = build.estimate.map { "to-build, \($0.basis)" } ?? build.state
                        return "\(build.modWsgi ?? "Python"): \(state)"
                    }
                }
                #expect(
                    try await states() == [
                        "Python: to-build, recipe", "6.0.6: to-build, recipe", "6.1.99: to-build, recipe",
                    ])
                let provisioned = try await tool.run(pair.provision)
                try #require(provisioned.status == .exited(0), "\(provisioned.messages)")
                #expect(try await states() == ["Python: cached", "6.0.6: to-build, recipe", "6.1.99: cached"])

                // Without its Python a module is nothing; with the module's record the next one is foreseen.
                try Files.removeTree(tool.store.appending("python-v1"))
                #expect(
                    try await states() == [
                        "Python: to-build, recipe", "6.0.6: to-build, recipe", "6.1.99: to-build, recorded",
                    ])
            }
        }
    }
}

/// What the tests read of `plan --json`.
private struct Planned: Decodable {
    struct Estimate: Decodable { var basis: String }
    struct Build: Decodable {
        var modWsgi: String?
        var state: String
        var estimate: Estimate?
    }
    var pythons: [Build]
    var pairs: [Build]
}
