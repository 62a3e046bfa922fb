import MatrixBuild
import MatrixHost
import MatrixModel
import MatrixStore
import MatrixTestSupport
import SystemPackage
import Testing

@testable import MatrixTrial

/// A machine that has no compiler that works, and no Apache.
struct PlanCostingTests {
    @Test func withoutToolsNothingIsCachedAndANoteSaysSo() async throws {
        try await withTemporaryFolder { root in
            let notes = Recorder<String>()
            let plan = Plan([Plan.Row(try cell(), unsupported: nil, expected: nil)])
            let cost = try await provisioner(in: root, notes: notes).cost(of: plan)
            #expect(cost.pythons.count == 1 && cost.pairs.count == 1 && cost.toBuild.count == 2)
            #expect(notes.elements.count == 2)
            #expect(notes.elements.allSatisfy { $0.hasSuffix("so what needs it does not count as cached") })
            #expect(try Files.status(root.appending("store")) == nil, "looking makes nothing")
        }
    }

    private func cell() throws -> TrialCell {
        try #require(
            TrialCell("3.13.5+6.1.1", defaultTopology: .standalone, defaultDriver: "pymongo-4.20.0"))
    }

    private func provisioner(in root: FilePath, notes: Recorder<String>) throws -> Provisioner {
        var host = MatrixHost.Host.failing
        host.console.note = { notes.append($0) }
        host.processes.capture = { _ in
            CapturedOutput(status: .exited(1), standardOutput: "", standardError: "broken")
        }
        let layout = Layout(root: root.appending("store"))
        let recipe = { (kind: String) in "format: 1\nkind: \(kind)\nversions: {}\n" }
        return Provisioner(
            host: host, store: Store(layout: layout, host: host),
            recipes: RecipeBook(
                cpython: try CPythonRecipe(recipe("cpython"), file: "a"),
                modWsgi: try ModWsgiRecipe(recipe("mod_wsgi"), file: "a"),
                driver: try DriverRecipe(recipe("driver"), file: "a"),
                mongodb: try MongodbRecipe(recipe("mongodb"), file: "a")), recipeFolder: root,
            fetcher: SourceFetcher(
                host: host, folder: layout.downloads, locks: layout.locks,
                options: FetchOptions(offline: true, mirrors: [])),
            answers: ToolAnswers(host: host, file: layout.toolAnswers),
            options: BuildOptions(jobserver: Jobserver(tokens: 2), keep: false))
    }
}
