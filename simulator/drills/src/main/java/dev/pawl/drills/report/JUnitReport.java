package dev.pawl.drills.report;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The verdicts as JUnit XML, for continuous integration. A drill that could not run is an error.
 */
public final class JUnitReport {
  private final XMLStreamWriter xml;

  private JUnitReport(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /** Returns the document. */
  public static String of(Report report) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      new JUnitReport(xml).write(report);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a string cannot be written to", e);
    }
    return text.append('\n').toString();
  }

  private void write(Report report) throws XMLStreamException {
    long failures =
        report.verdicts().stream().filter(verdict -> !verdict.violations().isEmpty()).count();
    long errors = report.verdicts().stream().filter(verdict -> !verdict.notRun().isEmpty()).count();
    xml.writeStartDocument();
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", "pawl drill");
    xml.writeAttribute("tests", Integer.toString(report.verdicts().size()));
    xml.writeAttribute("failures", Long.toString(failures));
    xml.writeAttribute("errors", Long.toString(errors));
    for (DrillVerdict verdict : report.verdicts()) {
      write(verdict);
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void write(DrillVerdict verdict) throws XMLStreamException {
    DrillVerdict.Subject subject = verdict.subject();
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", "drill." + subject.policy() + "." + subject.cache());
    xml.writeAttribute("name", subject.number() + " " + subject.name());
    xml.writeAttribute(
        "time", String.format(Locale.ROOT, "%.3f", verdict.figures().millis() / 1000.0));
    if (!verdict.notRun().isEmpty()) {
      problem("error", verdict.notRun(), verdict);
    } else if (!verdict.isPass()) {
      problem("failure", verdict.violations().get(0), verdict);
    }
    xml.writeEndElement();
  }

  private void problem(String kind, String message, DrillVerdict verdict)
      throws XMLStreamException {
    xml.writeStartElement(kind);
    xml.writeAttribute("message", printable(message));
    xml.writeCharacters(
        printable(
            String.join("\n", verdict.violations())
                + "\nrepeat: "
                + verdict.repeat()
                + "\nledger: "
                + verdict.ledger()));
    xml.writeEndElement();
  }

  /* XML 1.0 cannot hold most control characters, not even escaped. */
  static String printable(String text) {
    return text.replaceAll("[^\\t\\n\\x20-\\uD7FF\\uE000-\\uFFFD]", "?");
  }
}
