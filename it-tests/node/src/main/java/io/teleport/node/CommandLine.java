package io.teleport.node;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Options of the form {@code --name value} and {@code --flag}. */
public final class CommandLine {

  private static final Pattern SIZE =
      Pattern.compile("(?<number>\\d{1,15})(?<unit>[kmg]?)", Pattern.CASE_INSENSITIVE);

  private final Map<String, String> values;
  private final Set<String> flags;
  private final List<String> operands;

  private CommandLine(Map<String, String> values, Set<String> flags, List<String> operands) {
    this.values = values;
    this.flags = flags;
    this.operands = List.copyOf(operands);
  }

  /**
   * Reads arguments.
   *
   * @param arguments what was given
   * @param withValue the options that have a value, with their dashes
   * @param withoutValue the options that have none, with their dashes
   * @throws UsageException if anything else is given, or something twice
   */
  public static CommandLine parse(
      List<String> arguments, Set<String> withValue, Set<String> withoutValue) {
    return parse(arguments, withValue, withoutValue, false);
  }

  /**
   * Reads arguments that may also name things, such as files, anywhere among the options.
   *
   * @param arguments what was given
   * @param withValue the options, all of which have a value, with their dashes
   * @throws UsageException if an option is given that there is not, or one twice
   */
  public static CommandLine parseWithOperands(List<String> arguments, Set<String> withValue) {
    return parse(arguments, withValue, Set.of(), true);
  }

  private static CommandLine parse(
      List<String> arguments,
      Set<String> withValue,
      Set<String> withoutValue,
      boolean takesOperands) {
    Map<String, String> values = new HashMap<>();
    Set<String> flags = new HashSet<>();
    List<String> operands = new ArrayList<>();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String name = rest.next();
      boolean isNew;
      if (withValue.contains(name)) {
        if (!rest.hasNext()) {
          throw new UsageException(name + " needs a value");
        }
        isNew = values.put(name, rest.next()) == null;
      } else if (withoutValue.contains(name)) {
        isNew = flags.add(name);
      } else if (takesOperands && !name.startsWith("-")) {
        isNew = operands.add(name);
      } else {
        throw new UsageException(name + " is not an option here");
      }
      if (!isNew) {
        throw new UsageException(name + " is given twice");
      }
    }
    return new CommandLine(values, flags, operands);
  }

  /** Returns whether an option without a value is given. */
  public boolean has(String flag) {
    return flags.contains(flag);
  }

  /** Returns what is given besides options, in its order. */
  public List<String> operands() {
    return operands;
  }

  /** Returns the value of an option. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * Returns the value of an option as a number.
   *
   * @throws UsageException if it is none from {@code least} to {@code most}
   */
  public int number(String name, int least, int most, int byDefault) {
    String value = values.get(name);
    if (value == null) {
      return byDefault;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw notANumber(name, value, least, most);
    }
    throw notANumber(name, value, least, most);
  }

  /**
   * Returns the value of an option as a number of bytes, which may end in {@code k}, {@code m} or
   * {@code g} for KiB, MiB and GiB.
   *
   * @throws UsageException if it is none from {@code least} to {@code most}
   */
  public long bytes(String name, long least, long most, long byDefault) {
    String value = values.get(name);
    if (value == null) {
      return byDefault;
    }
    Matcher size = SIZE.matcher(value);
    if (size.matches()) {
      int power = " kmg".indexOf((size.group("unit") + " ").toLowerCase(Locale.ROOT).charAt(0));
      long unit = 1L << (10 * power);
      long number = Long.parseLong(size.group("number"));
      if (number <= most / unit && number * unit >= least) {
        return number * unit;
      }
    }
    throw new UsageException(
        "%s %s: expected a number of bytes from %d to %d, as 300, 64k, 10m or 2g"
            .formatted(name, value, least, most));
  }

  private static UsageException notANumber(String name, String value, int least, int most) {
    return new UsageException(
        "%s %s: expected a number from %d to %d".formatted(name, value, least, most));
  }

  /**
   * Returns those of some choices that an option names, separated by commas, in the order of the
   * choices; all if it is not given.
   *
   * @throws UsageException if it names anything else
   */
  public <T> List<T> choices(String name, List<T> choices, Function<T, String> label) {
    String value = values.get(name);
    if (value == null) {
      return choices;
    }
    List<String> wanted = Arrays.asList(value.split(",", -1));
    List<String> labels = choices.stream().map(label).toList();
    for (String one : wanted) {
      if (!labels.contains(one)) {
        throw new UsageException("%s %s: expected some of %s".formatted(name, one, labels));
      }
    }
    return choices.stream().filter(choice -> wanted.contains(label.apply(choice))).toList();
  }
}
