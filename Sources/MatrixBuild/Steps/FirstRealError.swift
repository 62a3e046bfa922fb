import MatrixModel

/// The line of a build's output that says what went wrong, as opposed to the many that follow from it.
///
/// What ends a build from outside (no space, killed) comes before what a compiler says, that before `make`'s own words.
func firstRealError(in output: String) -> String? {
    let lines = output.split(separator: "\n").filter { line in
        // Our own headings, and gcc's remark that the linker had something to say.
        !line.hasPrefix("# ") && !line.hasPrefix("collect2: ")
    }
    for isReal in ranks {
        if let line = lines.first(where: isReal) { return String(line.trimmingSpaces().prefix(400)) }
    }
    return nil
}

private let ranks: [@Sendable (Substring) -> Bool] = [
    { $0.contains("No space left on device") || $0.contains("Disk quota exceeded") },
    {
        $0.contains("Cannot allocate memory") || $0.contains("fatal error: Killed")
            || $0.contains("internal compiler error")
    },
    { $0.contains("ModuleNotFoundError: ") || $0.contains("ImportError: ") },
    { $0.hasPrefix("configure: error: ") || $0.contains(": fatal error: ") || $0.contains(": error: ") },
    { $0.contains("undefined reference to ") || $0.contains("cannot find -l") || $0.hasPrefix("error: ") },
    { $0.hasPrefix("make") && $0.contains("***") },
]
