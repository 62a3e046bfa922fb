/// The builds of a run as a page of Markdown: a table, and below it why something is not there.
package struct PrebuildMarkdown: Sendable {
    private let report: PrebuildReport

    package init(_ report: PrebuildReport) { self.report = report }

    package var text: String {
        let rows = report.results.map { result in
            let time = result.seconds > 0 ? "\(decimal(result.seconds, places: 1)) s" : ""
            let size = result.bytes.map { "\(ByteCount($0))" } ?? ""
            return "| \(result.build) | \(result.outcome.rawValue) | \(time) | \(size) |"
        }
        let reasons = report.results.compactMap { result in
            result.reason.map { "### \(result.build): \(result.outcome.rawValue)\n\n\(Self.block($0))\n" }
        }
        let head = "## \(report.summary) (\(decimal(report.seconds, places: 1)) s, \(report.jobs) jobs)\n"
        return ([head, "| build | outcome | time | size |", "|---|---|---:|---:|"] + rows + [""] + reasons)
            .joined(separator: "\n")
    }

    /// A fence that the text itself cannot end.
    private static func block(_ text: String) -> String {
        var fence = "```"
        while text.contains(fence) { fence += "`" }
        return "\(fence)\n\(text)\n\(fence)"
    }
}
