/// A number for people: so many digits behind the point at most, thousands apart by commas (`25,000`, `0.1`, `1,234.57`).
package func decimal(_ value: Double, places: Int = 0) -> String {
    guard value.isFinite else { return "\(value)" }
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    let rounded = (abs(value) * scale).rounded() / scale
    guard rounded < 1e15 else { return "\(value)" }
    let whole = rounded.rounded(.down)
    let digits = Array("\(Int(whole))")
    let grouped = digits.enumerated().map { index, digit in
        index > 0 && (digits.count - index).isMultiple(of: 3) ? ",\(digit)" : "\(digit)"
    }.joined()
    let fraction = Int(((rounded - whole) * scale).rounded())
    let behind = String(repeating: "0", count: max(0, places - "\(fraction)".count)) + "\(fraction)"
    let sign = value < 0 && rounded > 0 ? "-" : ""
    let trimmed = behind.reversed().drop { $0 == "0" }.reversed()
    return sign + grouped + (trimmed.isEmpty || places == 0 ? "" : "." + String(trimmed))
}
