import ArgumentParser
import MatrixHost

/// Whether a verb answers with one JSON object instead of text.
struct JSONFlag: ParsableArguments {
    @Flag(help: "Print one JSON object.")
    var json = false

    /// Prints a result in the form that was asked for.
    func present<Result: Encodable>(_ result: Result, on console: Console, text: (Result) -> String) throws {
        // Whoever was told to stop must not look as if it had finished.
        try Task.checkCancellation()
        console.print(json ? try jsonText(result) : text(result))
    }
}
