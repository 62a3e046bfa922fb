import ArgumentParser
import MatrixHost
import MatrixModel
import SystemPackage

/// How much of the machine a run of many builds takes, and when it ends.
struct PrebuildOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: "How many compilers run at once, of all builds together. Default: the number of cores.")
    var jobs: Int?

    @Option(
        help: ArgumentHelp(
            "No more compilers than fit into this much memory, 512 MiB each: 800M, 4G. Default: what is available.",
            valueName: "size"))
    var memory: String?

    @Option(help: ArgumentHelp("Let other programs go first: 1 to 19, as nice(1) has it.", valueName: "n"))
    var nice: Int32 = 0

    @Flag(help: "End at the first failure instead of building what does not depend on it.")
    var failFast = false

    @Flag(help: "Keep the build folders, for a look at what went wrong.")
    var keep = false

    @Flag(help: "Try pairs that the recipes call unsupported.")
    var force = false

    /// What a `cc1` of CPython needs at most, with its assembler, rounded up.
    private static let compiler = ByteCount.mebibytes(512)

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1") }
        if !(0...19).contains(nice) { throw ValidationError("--nice takes a number from 0 to 19") }
        if let memory, ByteCount(memory) == nil { throw ValidationError("--memory takes a size such as 800M or 4G") }
    }

    func jobs(_ environment: HostEnvironment, available: ByteCount?) -> Int {
        Self.jobs(jobs ?? environment.cores, fitting: memory.flatMap { ByteCount($0) } ?? available)
    }

    /// At most what the memory holds, and one in any case.
    static func jobs(_ wanted: Int, fitting memory: ByteCount?) -> Int {
        guard let memory else { return wanted }
        return max(1, min(wanted, Int(memory.bytes / compiler.bytes)))
    }
}

extension ByteCount {
    /// Reads `800M`, `4G`, `1.5G` (binary units, as compilers' limits are given) or a plain number of bytes.
    init?(_ text: String) {
        let units: [Character: Double] = ["K": 0x1p10, "M": 0x1p20, "G": 0x1p30, "T": 0x1p40]
        let unit = text.last.flatMap { units[Character($0.uppercased())] }
        let digits = unit == nil ? text[...] : text.dropLast()
        guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
            let number = Double(digits), number > 0, number * (unit ?? 1) < 0x1p60
        else { return nil }
        self.init(Int64(number * (unit ?? 1)))
    }
}

/// What is seen of a run of builds, and what is left of it in files.
struct ProgressOptions: ParsableArguments {
    enum Form: String, CaseIterable, ExpressibleByArgument {
        case terminal, plain, json
    }

    @Option(
        help: ArgumentHelp(
            "What standard error shows: terminal (a line a build, and a bar), plain (a line a step) or json (an object a line). Default: terminal on a terminal, else plain.",
            valueName: "form"))
    var progress: Form?

    @Flag(help: "On a terminal, show below each build the last line that it printed.")
    var showOutput = false

    @Option(
        help: ArgumentHelp("Write every step with its time, and the jobs in use, as JSON lines.", valueName: "file"))
    var timeline: String?

    @Option(help: ArgumentHelp("Write the results as Markdown.", valueName: "file"))
    var markdown: String?

    @Option(help: ArgumentHelp("Write the results as JUnit XML.", valueName: "file"))
    var junit: String?

    func write(_ report: PrebuildReport, _ environment: HostEnvironment) throws {
        if let markdown { try Files.replaceFile(path(markdown, environment), PrebuildMarkdown(report).text) }
        if let junit { try Files.replaceFile(path(junit, environment), PrebuildJUnit(report).text) }
    }

    func timelineFile(_ environment: HostEnvironment) -> FilePath? { timeline.map { path($0, environment) } }

    private func path(_ text: String, _ environment: HostEnvironment) -> FilePath {
        environment.workingDirectory.pushing(FilePath(text))
    }
}
