import ArgumentParser
import MatrixModel

extension WSGIMode: ExpressibleByArgument {}
extension MPM: ExpressibleByArgument {}

/// The combination that a verb is about.
struct CellOptions: ParsableArguments {
    @Argument(
        help:
            "A Python that the recipes know: 3.13.5, 3.13 (the newest of the series), 3.13t (free-threaded), 3.13d (debug)."
    )
    var python: String

    @Argument(help: "A mod_wsgi that the recipes know: 6.1.1, or 4.9 for the newest of that line.")
    var modWsgi: String

    @Option(help: "How Apache runs the application: \(WSGIMode.allCases.map(\.rawValue).joined(separator: ", ")).")
    var mode: WSGIMode = .daemon

    @Option(help: "Apache's multi-processing module: \(MPM.allCases.map(\.rawValue).joined(separator: ", ")).")
    var mpm: MPM = .event

    func cell(in recipes: RecipeBook) throws -> Cell {
        Cell(
            python: try recipes.cpython.resolve(python), modWsgi: try recipes.modWsgi.resolve(modWsgi), mode: mode,
            mpm: mpm)
    }
}
