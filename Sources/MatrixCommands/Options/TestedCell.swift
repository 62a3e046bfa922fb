import ArgumentParser
import MatrixModel

/// The combination to test, when it is one.
struct TestedCell: ParsableArguments {
    @Argument(help: "A Python that the recipes know, as for provision; none with --select or --all.")
    var python: String?

    @Argument(help: "A mod_wsgi that the recipes know.")
    var modWsgi: String?

    @Option(help: "How Apache runs the application. Default: daemon.")
    var mode: WSGIMode?

    @Option(help: "Apache's multi-processing module. Default: event.")
    var mpm: MPM?

    var isGiven: Bool { python != nil }
    var hasAxes: Bool { mode != nil || mpm != nil }

    func validate() throws {
        if python != nil, modWsgi == nil { throw ValidationError("test takes a mod_wsgi behind the Python") }
    }

    func cell(in recipes: RecipeBook) throws -> Cell {
        Cell(
            python: try recipes.cpython.resolve(python ?? ""), modWsgi: try recipes.modWsgi.resolve(modWsgi ?? ""),
            mode: mode ?? .daemon, mpm: mpm ?? .event)
    }
}
