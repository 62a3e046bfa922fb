/// The results as the JSON file that Evergreen's `attach.results` reads.
///
/// Its keys are those of Evergreen's own `TestResult`, times in seconds since 1970; `elapsed` is what others add.
package struct EvergreenReport: Sendable, Equatable, Codable {
    package var results: [Row]

    package struct Row: Sendable, Equatable, Codable {
        /// `pass`, `fail` or `skip`.
        package var status: String
        package var testFile: String
        package var exitCode: Int
        package var start: Double
        package var end: Double
        package var elapsed: Double
        package var logRaw: String

        package enum CodingKeys: String, CodingKey {
            case status, start, end, elapsed
            case testFile = "test_file"
            case exitCode = "exit_code"
            case logRaw = "log_raw"
        }
    }

    package init(_ results: [TrialResult]) {
        self.results = results.map { result in
            let log = [result.explanation] + result.circumstances.map { "\($0.name): \($0.value)" }
            return Row(
                status: result.outcome.isProblem ? "fail" : result.outcome == .passed ? "pass" : "skip",
                testFile: "\(result.cell)", exitCode: result.outcome.isProblem ? 1 : 0,
                start: result.startedAt.secondsSince1970, end: result.startedAt.secondsSince1970 + result.seconds,
                elapsed: result.seconds, logRaw: log.filter { !$0.isEmpty }.joined(separator: "\n"))
        }
    }
}
