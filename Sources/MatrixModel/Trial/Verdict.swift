/// What a test of one cell came to. A cell with several findings is called by the first of them in this order.
package enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
    /// A worker process died, even when all responses were 200.
    case crash
    /// A request had no answer in time.
    case hang
    /// A request was not answered, or not as it should have been.
    case failed
    /// An object of one sub-interpreter is not an instance of another one's class.
    case isolation
    /// The driver's C extension is not in use in a sub-interpreter.
    case noCExtension = "no-c-extension"
    /// Descriptors, connections, cursors, threads or memory grow with the requests.
    case leak
    /// A client a request, opened and collected: nothing grows, and it is still wrong.
    case churn
    /// Apache did not stop in time, or only by SIGKILL.
    case shutdownHang = "shutdown-hang"
    case passed
    /// Not tested: the cell cannot be built.
    case unsupported
    /// Not tested, or not to the end: the run was interrupted, or something besides the cell failed.
    case lost
}

/// One thing that a test found out about a cell, with what shows it.
package struct Finding: Sendable, Equatable, Codable {
    /// Never `passed`, `unsupported` or `lost`.
    package var kind: Verdict
    /// One paragraph for a person: what was seen, how often, and why that is called so.
    package var evidence: String
    /// The figures that the evidence rests on, by name: `slope`, `tau`, `rise`, `requests`, `seconds`, …
    package var figures: [String: Double]

    package init(_ kind: Verdict, evidence: String, figures: [String: Double] = [:]) {
        self.kind = kind
        self.evidence = evidence
        self.figures = figures
    }
}

extension [Finding] {
    /// The most serious of the findings' kinds; `passed` when there are none.
    package var verdict: Verdict { Verdict.allCases.first { kind in contains { $0.kind == kind } } ?? .passed }
}
