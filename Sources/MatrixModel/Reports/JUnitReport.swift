/// The results as JUnit XML, in the shape that Jenkins' xUnit plugin checks (its `junit-10.xsd`).
///
/// A suite a cell, because only suites have properties. A known failure is skipped, as pytest does with `xfail`; an
/// unexpected pass fails, and a lost cell is an error.
package struct JUnitReport: Sendable {
    private let results: [TrialResult]

    package init(_ results: [TrialResult]) { self.results = results }

    package var text: String {
        let root = XMLElement(
            name: "testsuites",
            attributes: [
                ("name", "wsgimatrix"), ("tests", "\(results.count)"), ("failures", "\(count(.failure))"),
                ("errors", "\(count(.error))"), ("time", plain(results.reduce(0) { $0 + $1.seconds })),
            ],
            children: results.enumerated().map { suite($1, id: $0) })
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.write()
    }

    private func count(_ kind: Kind) -> Int { results.count { Kind($0.outcome) == kind } }

    private func suite(_ result: TrialResult, id: Int) -> XMLElement {
        let kind = Kind(result.outcome)
        let properties = result.circumstances.map {
            XMLElement(name: "property", attributes: [("name", $0.name), ("value", $0.value)])
        }
        return XMLElement(
            name: "testsuite",
            attributes: [
                ("name", "wsgimatrix.\(result.cell)"), ("tests", "1"), ("failures", kind == .failure ? "1" : "0"),
                ("errors", kind == .error ? "1" : "0"), ("skipped", kind == .skipped ? "1" : "0"),
                ("time", plain(result.seconds)), ("timestamp", String(result.startedAt.description.dropLast())),
                ("id", "\(id)"),
            ],
            children: [XMLElement(name: "properties", children: properties), testcase(result, kind)])
    }

    private func testcase(_ result: TrialResult, _ kind: Kind) -> XMLElement {
        let (name, message) = (kind.rawValue, result.headline)
        var children: [XMLElement] = []
        if kind != .success {
            children.append(
                XMLElement(
                    name: name, attributes: [("type", result.outcomeName), ("message", message)],
                    text: result.explanation))
        }
        let output = result.circumstances.map { "\($0.name): \($0.value)" }
        children.append(XMLElement(name: "system-out", text: output.joined(separator: "\n")))
        return XMLElement(
            name: "testcase",
            attributes: [
                ("name", "\(result.cell)"), ("classname", "\(result.cell.served.python)+\(result.cell.served.modWsgi)"),
                ("time", plain(result.seconds)),
            ],
            children: children)
    }
}

/// JUnit's words; the raw values are names of elements.
private enum Kind: String {
    case success, failure, error, skipped

    init(_ outcome: Outcome) {
        switch outcome {
        case .passed: self = .success
        case .failed, .unexpectedPass: self = .failure
        case .lost: self = .error
        case .expectedFailure, .unsupported: self = .skipped
        }
    }
}

extension TrialResult {
    /// The verdict for what failed, else the outcome.
    fileprivate var outcomeName: String { outcome == .failed ? verdict.rawValue : outcome.rawValue }

    /// The first line of what there is to say.
    fileprivate var headline: String {
        explanation.split(whereSeparator: \.isNewline).first.map(String.init) ?? outcome.rawValue
    }
}
