/// Some of a plan's Pythons, or of its mod_wsgis, as a user names them.
///
/// `>=3.9,<3.13` is one range: comparisons joined by commas must all hold. Anything else between commas is an
/// alternative: `4.9.*,6.*`. A number alone stands for the newest that begins with it.
struct VersionChoice: Sendable {
    private var alternatives: [Alternative]

    fileprivate struct Alternative: Sendable {
        var text: String
        var meaning: Meaning
    }

    fileprivate enum Meaning: Sendable {
        case range(PythonPattern)
        case newest(PythonVersion)
    }

    /// Reads what the option was given, each time that it was. A mod_wsgi is read as the release of a standard build.
    init(_ texts: [String], option: String) throws(PlanError) {
        alternatives = []
        for text in texts {
            for part in Self.parts(of: text) {
                if let version = PythonVersion(part) {
                    alternatives.append(Alternative(text: part, meaning: .newest(version)))
                } else if let pattern = PythonPattern(part) {
                    alternatives.append(Alternative(text: part, meaning: .range(pattern)))
                } else {
                    throw .notARange(option: option, text)
                }
            }
        }
    }

    /// The values that an alternative stands for. Throws `.noValue` for an alternative that stands for none: a typing error
    /// beside a right one would else make a smaller plan, which passes.
    func chosen(from values: [PythonVersion], option: String) throws(PlanError) -> Set<PythonVersion> {
        var chosen: Set<PythonVersion> = []
        for alternative in alternatives {
            let found = alternative.meaning.chosen(from: values)
            guard !found.isEmpty else {
                throw .noValue(option: option, alternative.text, known: values.map { "\($0)" })
            }
            chosen.formUnion(found)
        }
        return chosen
    }

    private static func parts(of text: String) -> [String] {
        func isComparison(_ part: String) -> Bool { part.hasPrefix("<") || part.hasPrefix(">") }
        return text.split(separator: ",", omittingEmptySubsequences: false).map { String($0.trimmingSpaces()) }
            .reduce(into: []) { parts, part in
                if let last = parts.last, isComparison(last), isComparison(part) {
                    parts[parts.count - 1] = "\(last),\(part)"
                } else {
                    parts.append(part)
                }
            }
    }
}

extension VersionChoice.Meaning {
    fileprivate func chosen(from values: [PythonVersion]) -> [PythonVersion] {
        switch self {
        case .range(let pattern): return values.filter(pattern.contains)
        case .newest(let prefix):
            // As a recipe resolves it: what is written out wins over what is newer.
            if values.contains(prefix) { return [prefix] }
            let candidates = values.filter { $0.variant == prefix.variant && $0.release.hasPrefix(prefix.release) }
            return candidates.max { $0.release < $1.release }.map { [$0] } ?? []
        }
    }
}
