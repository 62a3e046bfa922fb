import ArgumentParser
import MatrixHost
import MatrixModel

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say whether a pair can be built, why, and who says so; nothing is downloaded.",
        discussion: """
            EXAMPLES
              wsgimatrix explain 3.13 4.9.4
              wsgimatrix explain 3.13 5.0.0 --json
            """)

    @Argument(help: "A Python that the recipes know.") var python: String
    @Argument(help: "A mod_wsgi that the recipes know.") var modWsgi: String
    @OptionGroup var store: StoreOptions
    @OptionGroup var output: JSONFlag

    struct Result: Encodable {
        var python: String
        var modWsgi: String
        var verdict: String
        var reason: String
        var source: String
        var compiler: String?
    }

    func run() throws {
        let context = try store.context()
        let python = try context.recipes.cpython.resolve(python)
        let modWsgi = try context.recipes.modWsgi.resolve(modWsgi)
        let answer = context.recipes.compatibility(of: modWsgi, with: python)
        let result = Result(
            python: "\(python)", modWsgi: "\(modWsgi)", verdict: answer.verdict.rawValue, reason: answer.reason,
            source: answer.source, compiler: answer.compiler)
        try output.present(result, on: context.host.console) { result in
            """
            Python \(result.python) with mod_wsgi \(result.modWsgi): \(result.verdict)
              reason: \(result.reason)\(result.compiler.map { "\n  compiler: \($0)" } ?? "")
              source: \(result.source)
            """
        }
    }
}
