/// The builds of a run as JUnit XML, a test case a build. What another failure kept from being built is skipped.
package struct PrebuildJUnit: Sendable {
    private let report: PrebuildReport

    package init(_ report: PrebuildReport) { self.report = report }

    package var text: String {
        let failures = report.results.count { $0.outcome == .failed }
        let skipped = report.results.count { Self.isSkipped($0.outcome) }
        let counts = [
            ("name", "wsgimatrix"), ("tests", "\(report.results.count)"), ("failures", "\(failures)"), ("errors", "0"),
        ]
        let suite = XMLElement(
            name: "testsuite",
            attributes: [("name", "wsgimatrix.prebuild")] + counts.dropFirst()
                + [("skipped", "\(skipped)"), ("time", plain(report.seconds))],
            children: report.results.map(testcase))
        let root = XMLElement(
            name: "testsuites", attributes: counts + [("time", plain(report.seconds))], children: [suite])
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.write()
    }

    private func testcase(_ result: BuildResult) -> XMLElement {
        var children: [XMLElement] = []
        let reason = result.reason ?? result.outcome.rawValue
        let message = reason.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        if result.outcome == .failed {
            children = [
                XMLElement(name: "failure", attributes: [("type", "failed"), ("message", message)], text: reason)
            ]
        } else if Self.isSkipped(result.outcome) {
            children = [
                XMLElement(
                    name: "skipped", attributes: [("type", result.outcome.rawValue), ("message", message)], text: reason
                )
            ]
        }
        return XMLElement(
            name: "testcase",
            attributes: [
                ("name", result.build), ("classname", result.kind.rawValue), ("time", plain(result.seconds)),
            ],
            children: children)
    }

    private static func isSkipped(_ outcome: BuildOutcome) -> Bool {
        [.notReached, .expectedFailure, .unsupported].contains(outcome)
    }
}
